using FsCheck;
using FsCheck.Xunit;
using WorldGan.Numerics;
using WorldGan.Worlds;
using WorldGan.Worlds.Expressions;

namespace WorldGan.Tests.Worlds.Expressions;

[Properties(Arbitrary = [typeof(AnyExpression)])]
public class ExpressionTests
{
    private static readonly WorldSpec Spec = new()
    {
        Name = "any",
        State = [new("x"), new("y"), new("z w")],
        Actions = [new("left", -2.5), new("right", 2.5), new("none")],
    };

    [Property(MaxTest = 1000)]
    public void Every_expression_has_the_value_of_its_text(AnyExpression expression, NormalFloat x, NormalFloat y, NormalFloat z)
    {
        float[] state = [(float)x.Get, (float)y.Get, (float)z.Get];
        for (int action = 0; action < Spec.Actions.Count; action++)
        {
            double expected = expression.Value(state, Spec.Actions[action].Value ?? action);
            double got = expression.IsCondition
                ? StateCondition.Parse(expression.Text, Spec).Holds(state, action) ? 1 : 0
                : StateNumber.Parse(expression.Text, Spec).At(state, action);
            Assert.Equal(expected, got);
        }
    }

    [Property(MaxTest = 1000)]
    public void Printing_and_parsing_gives_an_equal_expression(AnyExpression expression)
    {
        var parsed = Parse(expression.Text);
        Assert.Equal(parsed, Parse(parsed.ToString()));
    }

    [Theory]
    [InlineData("1 + 2 * x", "1 + 2 * x")]
    [InlineData("(1+2)*x", "(1 + 2) * x")]
    [InlineData("1-(2-3)", "1 - (2 - 3)")]
    [InlineData("(1-2)-3", "1 - 2 - 3")]
    [InlineData("-(x*y)/-1", "-(x * y) / -1")]
    [InlineData("!(x>1)||x<=2&&y!=.5", "!(x > 1) || x <= 2 && y != 0.5")]
    [InlineData("(x>1||x<0)&&y==1E2", "(x > 1 || x < 0) && y == 100")]
    [InlineData("max('z w','x')", "max('z w', x)")]
    public void Signs_bind_as_in_arithmetic_and_printing_adds_no_parentheses(string text, string printed) => Assert.Equal(printed, Parse(text).ToString());

    [Theory]
    [InlineData("", 1, "expected a number, a name or '(', got the end.")]
    [InlineData("x +", 4, "expected a number, a name or '(', got the end.")]
    [InlineData("x 1", 3, "expected an operator or the end, got '1'.")]
    [InlineData("(x", 3, "expected ')', got the end.")]
    [InlineData("min(x)", 6, "expected ',', got ')'.")]
    [InlineData("abs(x, y)", 6, "expected ')', got ','.")]
    [InlineData("abs x", 5, "expected '(', got 'x'.")]
    [InlineData("0 < x < 1", 7, "expected '&&' between two comparisons, got '<'.")]
    [InlineData("x && y > 1", 3, "expected a condition left of '&&', got a number.")]
    [InlineData("x > 1 || y", 7, "expected a condition right of '||', got a number.")]
    [InlineData("1 + (x > 1)", 3, "expected a number right of '+', got a condition.")]
    [InlineData("!x", 1, "expected a condition right of '!', got a number.")]
    [InlineData("abs(x > 1)", 4, "expected a number right of '(', got a condition.")]
    [InlineData("x = 1", 3, "expected a number, a name or an operator, got '='.")]
    [InlineData("1.2.3", 4, "expected an operator or the end, got '.3'.")]
    [InlineData("2 * .", 5, "expected digits beside the point.")]
    [InlineData("1e999", 1, "expected a finite number, got '1e999'.")]
    [InlineData("'z w", 1, "this quote is not closed.")]
    [InlineData("xx > 1", 1, "'xx' is not a state variable. Did you mean 'x'?")]
    [InlineData("cosine > 1", 1, "'cosine' is not a state variable. There are x, y, z w, action.")]
    [InlineData("acton > 1", 1, "'acton' is not a state variable. Did you mean 'action'?")]
    [InlineData("x > 1 $", 7, "expected a number, a name or an operator, got '$'.")]
    public void A_wrong_text_is_refused_at_its_column(string text, int column, string message)
    {
        var error = Assert.Throws<ExpressionException>(() => Parse(text));
        Assert.Equal((column, $"column {column} of the expression: {message}"), (error.Column, error.Message));
    }

    [Property(MaxTest = 2000)]
    public void Any_row_of_pieces_is_parsed_or_refused_at_a_column_of_the_text(ulong seed)
    {
        string[] pieces = ["x", "y", "'z w'", "abs", "min", "(", ")", "(", ")", ",", "+", "-", "*", "/", "<", "==", "&&", "||", "!", "1", "2.5", "pi", " ", "?", "'"];
        var random = new RandomStream(seed, RandomPurpose.Batch);
        string text = string.Concat(Enumerable.Range(0, random.NextInt32(12)).Select(_ => pieces[random.NextInt32(pieces.Length)]));
        try
        {
            Parse(text);
        }
        catch (ExpressionException e)
        {
            Assert.InRange(e.Column, 1, text.Length + 1);
        }
    }

    [Fact]
    public void Nesting_and_length_are_bounded_so_that_no_text_overflows_the_stack()
    {
        Assert.Contains("nested deeper than 64", Assert.Throws<ExpressionException>(() => Parse(new string('(', 4000))).Message);
        Assert.Contains("nested deeper than 64", Assert.Throws<ExpressionException>(() => Parse(new string('-', 4000) + "x")).Message);
        Assert.Contains("at most 4096 characters", Assert.Throws<ExpressionException>(() => Parse(new string(' ', 4097))).Message);

        string longest = "x" + string.Concat(Enumerable.Repeat("+1", 2047));
        Assert.Equal(2047.5, StateNumber.Parse(longest, Spec).At([0.5f, 0, 0], 0));
        Assert.Equal(Parse(longest), Parse(longest));
    }

    [Fact]
    public void Evaluating_allocates_nothing()
    {
        var terminal = StateCondition.Parse("abs(x) > 0.2 || sin(y) * exp('z w') < min(action, 1) && !(x == y)", Spec);
        var reward = StateNumber.Parse("-abs(x) - 0.1 * action", Spec);
        float[] state = [0.1f, 0.2f, 0.3f];
        terminal.Holds(state, 0);
        reward.At(state, 2);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) _ = terminal.Holds(state, 1) && reward.At(state, 2) > 0;
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void The_bounds_of_cartpole_are_found()
    {
        var spec = new WorldSpec { Name = "c", State = [new("position"), new("angle")], Actions = [new("l"), new("r")] };
        var terminal = StateCondition.Parse("abs(angle) > 0.2095 || abs(position) > 2.4", spec);
        Assert.False(terminal.Holds([2.3f, -0.2f], 0));
        Assert.True(terminal.Holds([-2.5f, 0], 0));
        Assert.True(terminal.Holds([0, 0.21f], 0));
        Assert.False(terminal.Holds([float.NaN, float.NaN], 0));
    }

    [Fact]
    public void The_words_of_the_language_name_a_variable_only_in_quotes()
    {
        var spec = new WorldSpec { Name = "w", State = [new("pi"), new("abs")], Actions = [new("l"), new("r")] };
        var number = StateNumber.Parse("pi + 10 * 'pi' + 100 * abs('abs')", spec);
        Assert.Equal(Math.PI + 10 * 2 + 100 * 3, number.At([2, -3], 0));
        Assert.Equal("3.141592653589793 + 10 * 'pi' + 100 * abs('abs')", number.ToString());
    }

    private static Expression Parse(string text) => Parser.Parse(text, [.. Spec.State.Select(variable => variable.Name)]);
}
