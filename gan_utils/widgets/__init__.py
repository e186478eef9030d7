"""What a notebook lets one draw on and pull at."""
