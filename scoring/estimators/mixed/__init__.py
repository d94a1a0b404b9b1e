"""Models of ratings that cross participants with profiles."""
