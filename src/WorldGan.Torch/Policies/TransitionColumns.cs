using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Policies;

/// <summary>Transitions to learn from, on a device; values are in units of the target's scale.</summary>
/// <param name="States">[P, B, F] features.</param>
/// <param name="Next">[P, B, F] features of the state after the last step.</param>
/// <param name="Actions">[P, B].</param>
/// <param name="Known">[P, B] what is known of the return: the discounted rewards, and what the way it ended is worth.</param>
/// <param name="Future">[P, B] factor of the value of the next state; 0 where there is no future.</param>
/// <param name="Weights">[P, B] 0 where the transition is invalid.</param>
internal sealed record TransitionColumns(Tensor States, Tensor Next, Tensor Actions, Tensor Known, Tensor Future, Tensor Weights)
{
    /// <summary>Both, one behind the other.</summary>
    public static TransitionColumns Join(TransitionColumns? first, TransitionColumns? second)
    {
        if (first is null) return second!;
        return second is null ? first : new(
            Both(first.States, second.States), Both(first.Next, second.Next), Both(first.Actions, second.Actions), Both(first.Known, second.Known), Both(first.Future, second.Future), Both(first.Weights, second.Weights));

        static Tensor Both(Tensor left, Tensor right) => TorchSharp.torch.cat([left, right], 1);
    }
}
