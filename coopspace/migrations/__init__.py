"""How the database becomes what this version needs: one numbered step after another."""
