"""The calendar of a programme: what is planned, moved or cancelled, who enrols in its training and
who came, and the hours of accompaniment that each site may count on (DOMAIN §3)."""
