using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

/// <summary>Known answers of Random123, the authors' own library (its file kat_vectors, philox4x32 with 10 rounds).</summary>
public class PhiloxTests
{
    [Fact]
    public void Zero_key_and_zero_counter_give_the_known_answer() =>
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox.Block(0, 0, 0, 0, 0));

    [Fact]
    public void All_ones_give_the_known_answer() =>
        Assert.Equal(
            (0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu),
            Philox.Block(ulong.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue));

    [Fact]
    public void Digits_of_pi_give_the_known_answer() =>
        Assert.Equal(
            (0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u),
            Philox.Block(0x299f31d0_a4093822, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344));
}
