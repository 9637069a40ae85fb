"""What people take away: read only, never writes."""
