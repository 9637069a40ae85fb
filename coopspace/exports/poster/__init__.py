"""The one page of the change strategy: read from left to right, to the vision, on a wall.

Facts (`facts`, `poster`), `letters`, places in millimetres (`paper`, `cards`, `board`,
`links`, `frame`, `sheet`), then two writers that draw the same places: `pdf` and `svg`.
The method asks for one page: « la stratégie de changement tient sur une page » (DOMAIN §2).
"""
