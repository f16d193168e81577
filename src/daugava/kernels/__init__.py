"""Kernels that are warm and, for grading, confined.

One process imports what notebooks need and then only forks: a kernel is ready in a tenth of a second instead of two.
It is a Jupyter kernel provisioner (entry point `daugava-warm`), so nbval, Validate and nbgrader use it alike.

    client (nbclient, nbval, a server)            WarmProvisioner: binds the kernel's sockets, asks for a kernel
      └ warm process, one for each client         `warm`: imports, listens, forks; in bubblewrap when it confines
          └ keeper, one for each kernel           `keeper`: signals, limits, ends everything that the kernel began
              └ the kernel                        `kernel`: ipykernel on the sockets that it was given

Whoever is killed, what is below ends: each process asks the system to be killed with its parent, and a keeper ends
when its connection to the client closes.
"""
