"""What every room may use: tables' base, refusals, permissions, audit, clock.

The kernel knows no room. It exists so that "who may", "what was refused" and "what happened"
are said in the same way everywhere.
"""
