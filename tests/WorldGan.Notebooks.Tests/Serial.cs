// Cells and examples have paths that begin at the working folder, of which a process has one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
