"""What every blueprint uses: the gate, saving, speech, formats, assets, headers, errors."""
