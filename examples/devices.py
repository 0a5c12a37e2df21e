"""Where a tensor lives, and moving it to a GPU when there is one."""

import ctensor as ct

x = ct.arange(6.0).reshape(2, 3)
print("made on", x.device)

if ct.cuda.is_available():
    device = ct.device("cuda")
else:
    device = ct.device("cpu")
    print("no GPU here: the CPU does the work")

y = x.to(device)  # x itself if it is there already
z = (y @ y.T).sum()
print("computed on", z.device)
print("the result is", z.cpu().item())
