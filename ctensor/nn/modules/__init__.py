"""The layers, losses and containers, one file per family; `ctensor.nn` has them all."""
