using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>Pushes the cart to the side of a weighted sum of the state: a linear controller.</summary>
internal sealed class CartPoleController : IPolicy
{
    private readonly CartPoleState _weights;

    private CartPoleController(CartPoleState weights) => _weights = weights;

    /// <summary>Balances the pole and brings the cart back to the middle.</summary>
    public static CartPoleController Good { get; } = new(new(0.1, 0.3, 1.0, 0.4));

    /// <summary>Pushes to where the pole leans and so swings it ever wider.</summary>
    public static CartPoleController Mediocre { get; } = new(new(0, 0, 1, 0));

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions)
    {
        for (int row = 0; row < keys.Length; row++)
        {
            var state = CartPoleState.Read(states.Slice(row * CartPoleState.Width, CartPoleState.Width));
            double sum = _weights.Position * state.Position + _weights.Velocity * state.Velocity
                + _weights.Angle * state.Angle + _weights.AngularVelocity * state.AngularVelocity;
            actions[row] = sum > 0 ? 1 : 0;
        }
    }
}
