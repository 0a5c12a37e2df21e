"""Fit a linear layer with Adam: nn.Linear(1000, 10) on 64 random rows."""

import time

import ctensor as ct
from ctensor import nn

ct.manual_seed(0)
model = nn.Linear(1000, 10)
optimizer = ct.optim.Adam(model.parameters(), lr=1e-3)
x = ct.randn(64, 1000)
y = ct.randn(64, 10)

steps = 200
start = time.perf_counter()
for step in range(steps):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    if step % 50 == 0:
        print(f"step {step:3d}  loss {loss.item():.6f}")
seconds = time.perf_counter() - start

print(f"step {steps}  loss {nn.functional.mse_loss(model(x), y).item():.6f}")
print(f"time per step: {seconds / steps * 1e6:.0f} us")
