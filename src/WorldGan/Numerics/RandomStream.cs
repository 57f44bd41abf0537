namespace WorldGan.Numerics;

/// <summary>Random numbers of one purpose at one place: the same seed, purpose, trajectory and step give the same numbers, whatever was drawn elsewhere.</summary>
/// <param name="seed">The seed of the run.</param>
/// <param name="purpose">What the numbers are for.</param>
/// <param name="trajectory">The trajectory, or any other first index.</param>
/// <param name="step">The step, or any other second index.</param>
public struct RandomStream(ulong seed, RandomPurpose purpose, uint trajectory = 0, uint step = 0)
{
    private (uint X0, uint X1, uint X2, uint X3) _words;
    private uint _block;
    private int _used = 4;
    private double _spareNormal = double.NaN;

    /// <summary>A uniform word.</summary>
    public uint NextUInt32()
    {
        if (_used == 4)
        {
            _words = Philox.Block(seed, trajectory, step, _block++, (uint)purpose);
            _used = 0;
        }

        return _used++ switch { 0 => _words.X0, 1 => _words.X1, 2 => _words.X2, _ => _words.X3 };
    }

    /// <summary>Uniform in [0, 1), 24 bits.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (((ulong)(NextUInt32() >> 5) << 26) | (NextUInt32() >> 6)) * (1.0 / (1L << 53));

    /// <summary>Uniform in 0 to <paramref name="bound"/> - 1; the bias is below bound / 2³².</summary>
    public int NextInt32(int bound) => (int)(((ulong)NextUInt32() * (uint)bound) >> 32);

    /// <summary>Standard normal (Box–Muller).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            double spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }

        double radius = Math.Sqrt(-2 * ExactMath.Log(1 - NextDouble())), turn = Math.Tau * NextDouble();
        _spareNormal = radius * ExactMath.Sin(turn);
        return radius * ExactMath.Cos(turn);
    }
}
