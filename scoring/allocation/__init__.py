"""What chance decides: draws, permuted blocks, itinerary squares."""
