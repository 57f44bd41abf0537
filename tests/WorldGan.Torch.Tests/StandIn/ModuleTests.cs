using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace WorldGan.Torch.Tests.StandIn;

public class ModuleTests
{
    [LibtorchFact]
    public void Fields_are_registered_under_their_names_and_lists_are_not()
    {
        using var net = new Net();

        Assert.Equal(
            ["_scale", "_first.weight", "_first.bias", "_body.0.weight", "_body.0.bias", "_heads.0.weight", "_heads.1.weight"],
            net.named_parameters().Select(named => named.name));
        Assert.Equal(["_steps"], net.named_buffers().Select(named => named.name));
        Assert.Equal(["_first", "_body", "_heads"], net.named_children().Select(named => named.name));
    }

    [LibtorchFact]
    public void A_linear_layer_is_its_formula_and_starts_as_PyTorchs()
    {
        using var scope = NewDisposeScope();
        var linear = nn.Linear(3, 2);
        var x = tensor(new float[,] { { 1, 2, 3 } });

        Assert.True(linear.call(x).allclose(x.mm(linear.weight.t()) + linear.bias!));
        Assert.InRange(linear.weight.abs().max().item<float>(), 0, 1 / MathF.Sqrt(3));
        Assert.InRange(linear.bias!.abs().max().item<float>(), 0, 1 / MathF.Sqrt(3));

        manual_seed(1);                                    // torch.manual_seed(1); torch.nn.Linear(2, 1) of PyTorch 1.13 and later
        var known = nn.Linear(2, 1);
        Assert.Equal([0.3643f, -0.3121f], known.weight.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 5e-5f);
        Assert.Equal(-0.1371f, known.bias!.item<float>(), 5e-5f);
    }

    [LibtorchFact]
    public void Moving_replaces_parameters_keeps_gradients_and_disposes_the_old()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        var before = net.get_parameter("_first.weight")!;
        net.call(ones(1, 3)).sum().backward();
        float slope = before.grad![0, 0].item<float>();

        net.to(float64);

        var after = net.get_parameter("_first.weight")!;
        Assert.True(before.IsInvalid);
        Assert.Equal(float64, after.dtype);
        Assert.True(after.requires_grad && after.is_leaf);
        Assert.Equal(slope, after.grad![0, 0].item<double>(), 1e-6);
        Assert.Equal(int64, net.get_buffer("_steps")!.dtype);
        Assert.Equal(float64, net.call(ones(1, 3, float64)).dtype);
    }

    [LibtorchFact]
    public void A_state_goes_from_one_module_to_another()
    {
        using var scope = NewDisposeScope();
        using Net from = new(), to = new();

        var (missing, unexpected) = to.load_state_dict(from.state_dict());

        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.All(from.named_parameters().Zip(to.named_parameters()), pair => Assert.True(pair.First.parameter.Equals(pair.Second.parameter)));
        Assert.Throws<InvalidOperationException>(() => to.load_state_dict(nn.Linear(1, 1).state_dict()));
    }

    [LibtorchFact]
    public void Training_and_evaluation_reach_every_part()
    {
        using var net = new Net();

        net.eval();
        Assert.All(net.modules(), module => Assert.False(module.training));
        net.train();
        Assert.All(net.modules(), module => Assert.True(module.training));
    }

    [LibtorchFact]
    public void Gradients_are_cleared_to_nothing_or_to_zero()
    {
        using var scope = NewDisposeScope();
        var linear = nn.Linear(2, 1);
        linear.call(ones(1, 2)).backward();

        linear.zero_grad(set_to_none: false);
        Assert.Equal(0, linear.weight.grad!.abs().sum().item<float>());
        linear.zero_grad();
        Assert.Null(linear.weight.grad);
    }

    [LibtorchFact]
    public void Disposing_a_module_disposes_all_of_it()
    {
        var net = new Net();
        var parameters = net.parameters().ToArray();

        net.Dispose();
        net.Dispose();

        Assert.All(parameters, parameter => Assert.True(parameter.IsInvalid));
    }

    [LibtorchFact]
    public void Built_in_modules_outlive_the_scope_they_are_made_in_and_own_parameters_do_not()
    {
        nn.Module<Tensor, Tensor> linear;
        Net net;
        using (NewDisposeScope()) (linear, net) = (nn.Linear(1, 1), new Net());

        Assert.All(linear.parameters(), parameter => Assert.False(parameter.IsInvalid));
        Assert.DoesNotContain("_scale", net.named_parameters().Select(named => named.name)); // died with the scope
    }

    [LibtorchFact]
    public void A_sequence_frees_what_lies_between()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Identity(), nn.Linear(4, 1));
        var x = ones(3, 2);
        int before = scope.DisposablesCount;

        var y = net.call(x);

        Assert.Equal(before + 1, scope.DisposablesCount);
        Assert.Equal([3L, 1], y.shape);
        Assert.False(x.IsInvalid);
    }

    [LibtorchFact]
    public void Normalisations_of_images_remember_what_they_saw_in_training_only()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm2d(2);
        var images = rand(4, 2, 3, 3) * 3 + 5;

        var normal = norm.call(images);
        Assert.InRange(normal.mean([0, 2, 3]).abs().max().item<float>(), 0, 1e-5f);
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
        Assert.True(norm.running_mean!.allclose(0.1 * images.mean([0, 2, 3])));

        norm.eval();
        norm.call(images);
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
    }

    [LibtorchFact]
    public void Convolutions_and_their_transposes_have_the_shapes_of_a_generator()
    {
        using var scope = NewDisposeScope();
        using var smaller = nn.Conv2d(3, 8, kernel_size: 4, stride: 2, padding: 1);
        using var larger = nn.ConvTranspose2d(8, 3, kernel_size: 4, stride: 2, padding: 1, bias: false);

        var middle = smaller.call(rand(2, 3, 32, 32));
        Assert.Equal([2L, 8, 16, 16], middle.shape);
        Assert.Equal([2L, 3, 32, 32], larger.call(nn.InstanceNorm2d(8).call(middle)).shape);
        Assert.Single(larger.parameters());
        Assert.InRange(smaller.weight.abs().max().item<float>(), 0, 1 / MathF.Sqrt(3 * 16));
    }

    private sealed class Net : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter _scale = nn.Parameter(ones(1));
        private readonly Linear _first = nn.Linear(3, 4);
        private readonly Sequential _body = nn.Sequential(nn.Linear(4, 4), nn.Tanh());
        private readonly ModuleList<Linear> _heads = nn.ModuleList(nn.Linear(4, 1, false), nn.Linear(4, 1, false));
        private readonly List<Linear> _unseen = [nn.Linear(1, 1)];
        private readonly Tensor _steps = zeros(1, int64);

        public Net() : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var hidden = _body.call(_first.call(input)) * _scale;
            return _heads[0].call(hidden) + _heads[1].call(hidden);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _unseen.ForEach(module => module.Dispose());
            base.Dispose(disposing);
        }
    }
}
