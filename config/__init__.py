"""How Limelight is put together: settings, servers, addresses. Starts nothing by itself."""
