namespace WorldGan.Service.Hosting;

/// <summary>Finds everything that is wrong and tells it at once: whoever mends one fault after the other has to start the service as often.</summary>
internal static class AllFaults
{
    /// <summary>Makes all checks, also behind one that fails.</summary>
    /// <param name="checks">Each throws an <see cref="ArgumentException"/> where something is wrong.</param>
    /// <exception cref="ArgumentException">Something is wrong; the message has a line for each fault.</exception>
    public static void Expect(IEnumerable<Action> checks)
    {
        var faults = new List<ArgumentException>();
        foreach (Action check in checks)
        {
            try
            {
                check();
            }
            catch (ArgumentException e)
            {
                faults.Add(e);
            }
        }

        if (faults.Count > 0) throw new ArgumentException(string.Join('\n', faults.Select(fault => fault.Message).Distinct()), faults[0]);
    }
}
