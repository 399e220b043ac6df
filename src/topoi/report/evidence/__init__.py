"""Numbers with the passages behind them: cited, collected, verified, compared."""
