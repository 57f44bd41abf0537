using TorchSharp;
using static TorchSharp.torch;

namespace WorldGan.Torch.Tests.StandIn;

public class DisposeScopeTests
{
    [LibtorchFact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        Tensor made;
        using (NewDisposeScope()) made = ones(2) + 1;

        Assert.True(made.IsInvalid);
    }

    [LibtorchFact]
    public void What_moves_out_lives_as_long_as_the_outer_scope()
    {
        using var outer = NewDisposeScope();
        Tensor moved, kept;
        using (var inner = NewDisposeScope())
        {
            moved = ones(2).MoveToOuterDisposeScope();
            kept = inner.Detach(ones(2));
        }
        Assert.Equal(2, moved.numel());
        outer.Dispose();

        Assert.True(moved.IsInvalid);
        Assert.Equal(2, kept.numel());
        kept.Dispose();
    }

    [LibtorchFact]
    public void A_scope_can_be_emptied_and_go_on()
    {
        using var scope = NewDisposeScope();
        Tensor kept = ones(1), gone = ones(1);

        scope.DisposeEverythingBut(kept);

        Assert.True(gone.IsInvalid);
        Assert.False(kept.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [LibtorchFact]
    public void Tensors_made_outside_can_be_attached()
    {
        var made = ones(1);
        using (var scope = NewDisposeScope()) scope.Attach(made);

        Assert.True(made.IsInvalid);
    }

    [LibtorchFact]
    public void A_parameter_takes_the_place_of_its_tensor_in_the_scope()
    {
        Tensor data, parameter;
        using (NewDisposeScope())
        {
            data = ones(2);
            parameter = nn.Parameter(data);
            Assert.True(data.IsInvalid);
            Assert.True(parameter.requires_grad);
        }
        Assert.True(parameter.IsInvalid);
    }

    [LibtorchFact]
    public void A_wrapped_expression_leaves_only_its_result()
    {
        using var scope = NewDisposeScope();

        var result = WrappedTensorDisposeScope(() => (ones(2) + 1) * 3);

        Assert.Equal(1, scope.DisposablesCount);
        Assert.Equal(12, result.sum().item<float>());
    }

    [LibtorchFact]
    public void Every_thread_has_its_own_scopes()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() => other = ones(1));
        thread.Start();
        thread.Join();

        Assert.Equal(0, scope.DisposablesCount);
        other!.Dispose();
    }

    [LibtorchFact]
    public void Statistics_count_what_a_thread_made_and_disposed()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            _ = ones(1) + 1;
            Assert.Equal(before + 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
