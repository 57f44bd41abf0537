using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace WorldGan.Torch.Tests.StandIn;

public class ThreadTests
{
    [LibtorchFact]
    public void Two_threads_train_at_once_and_get_what_each_gets_alone()
    {
        double alone = Train(5);
        double[] together = new double[2];
        var threads = Enumerable.Range(0, 2).Select(i => new Thread(() => together[i] = Train(5))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        Assert.Equal([alone, alone], together);
    }

    [LibtorchFact]
    public void An_error_belongs_to_the_thread_that_made_it()
    {
        var messages = new string[2];
        var threads = Enumerable.Range(0, 2).Select(i => new Thread(() =>
        {
            for (int n = 0; n < 100; n++)
            {
                using var scope = NewDisposeScope();
                messages[i] = Assert.Throws<ExternalException>(() => ones(2, 3 + i).mm(ones(2, 3 + i))).Message;
                if (!messages[i].Contains($"2x{3 + i}", StringComparison.Ordinal)) return;
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        Assert.Contains("(2x3 and 2x3)", messages[0], StringComparison.Ordinal);
        Assert.Contains("(2x4 and 2x4)", messages[1], StringComparison.Ordinal);
    }

    private static double Train(ulong seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        var weight = nn.Parameter(randn(3, 1, generator: generator));
        var optimizer = optim.Adam([weight], 0.05);
        var x = randn(32, 3, generator: generator);
        double last = 0;
        for (int i = 0; i < 200; i++)
        {
            using var step = NewDisposeScope();
            optimizer.zero_grad();
            var loss = (x.mm(weight) - x.sum([1], true)).square().mean();
            loss.backward();
            optimizer.step();
            last = loss.item<float>();
        }
        return last;
    }
}
