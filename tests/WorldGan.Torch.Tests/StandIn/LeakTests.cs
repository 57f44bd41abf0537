using System.Runtime.CompilerServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace WorldGan.Torch.Tests.StandIn;

/// <summary>Counts what all threads hold, so it runs alone.</summary>
[Collection(nameof(LeakTests))]
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
public class LeakTests
{
    [LibtorchFact]
    public void A_thousand_steps_of_a_small_wgan_gp_hold_as_many_tensors_as_one()
    {
        using var gan = new SmallGan();
        for (int i = 0; i < 10; i++) gan.Step();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long held = Tensor.TotalCount;

        for (int i = 0; i < 1000; i++)
        {
            gan.Step();
            Assert.Equal(held, Tensor.TotalCount);
        }
    }

    [LibtorchFact]
    public void A_tensor_that_nobody_holds_is_freed_by_the_garbage_collector()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;
        Forget(100);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.InRange(Tensor.TotalCount, 0, before);
    }

    [LibtorchFact]
    public void A_failed_call_leaves_nothing_behind()
    {
        using var left = ones(2, 3);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;

        for (int i = 0; i < 100; i++) Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => left.mm(left));

        Assert.Equal(before, Tensor.TotalCount);
    }

    [LibtorchFact]
    public void An_array_is_released_with_the_last_tensor_over_it()
    {
        var (array, tensor) = Share();
        Assert.True(SurvivesCollection(array));

        tensor.Dispose();
        Assert.False(SurvivesCollection(array));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool SurvivesCollection(WeakReference<float[]> array)
    {
        GC.Collect();
        return array.TryGetTarget(out _);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(int count)
    {
        for (int i = 0; i < count; i++) _ = ones(1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference<float[]>, Tensor) Share()
    {
        float[] array = [1, 2, 3];
        var over = from_array(array);
        array[1] = 20;
        Assert.Equal(20, over.data<float>()[1]);
        return (new(array), over);
    }

    private sealed class SmallGan : IDisposable
    {
        private readonly TorchSharp.Modules.Sequential _generator = Sequential(Linear(4, 8), SiLU(), Linear(8, 2));
        private readonly TorchSharp.Modules.Sequential _critic = Sequential(Linear(2, 8), LeakyReLU(0.2), Linear(8, 1));
        private readonly TorchSharp.Modules.Adam _generatorAdam, _criticAdam;
        private readonly Tensor _real = randn(16, 2);

        public SmallGan() => (_generatorAdam, _criticAdam) = (optim.Adam(_generator.parameters()), optim.Adam(_critic.parameters()));

        public void Step()
        {
            using (NewDisposeScope())
            {
                var fake = _generator.call(randn(16, 4)).detach();
                var mix = _real.lerp(fake, rand(16, 1)).requires_grad_();
                var slope = autograd.grad([_critic.call(mix).sum()], [mix], retain_graph: true, create_graph: true)[0];
                var loss = _critic.call(fake).mean() - _critic.call(_real).mean() + 10 * (slope.norm(1) - 1).square().mean();
                Descend(loss, _criticAdam);
                TorchSharp.torch.nn.utils.clip_grad_norm_(_critic.parameters(), 1);
            }
            using (NewDisposeScope()) Descend(-_critic.call(_generator.call(randn(16, 4))).mean(), _generatorAdam);
        }

        public void Dispose()
        {
            foreach (IDisposable part in new IDisposable[] { _generatorAdam, _criticAdam, _generator, _critic, _real }) part.Dispose();
        }

        private static void Descend(Tensor loss, TorchSharp.Modules.Adam optimizer)
        {
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
    }
}
