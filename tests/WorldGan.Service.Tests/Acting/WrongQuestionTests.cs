using System.Text.Json;

namespace WorldGan.Service.Tests.Acting;

public class WrongQuestionTests(PublishedArm published) : IClassFixture<PublishedArm>
{
    [Theory]
    [InlineData("", "Line 1, byte 1: expected JSON")]
    [InlineData("{", "expected JSON")]
    [InlineData("[]", "Byte 1: expected an object with 'states', got a list.")]
    [InlineData("{}", "Expected 'states', a list of states, got none.")]
    [InlineData("{\"state\":[]}", "Byte 2: expected the key 'states', once, got another key.")]
    [InlineData("{\"states\":[],\"states\":[]}", "Byte 14: expected the key 'states', once")]
    [InlineData("{\"states\":3}", "Byte 11: expected a list of states, got a number.")]
    [InlineData("{\"states\":[3]}", "Byte 12: expected a state, a list of numbers, got a number.")]
    [InlineData("{\"states\":[[\"1\",2]]}", "Byte 13: expected a number, got text.")]
    [InlineData("{\"states\":[[1]]}", "states[0]: Expected 2 numbers (height, turn), got 1.")]
    [InlineData("{\"states\":[[1,3],[1,3,4]]}", "states[1]: Expected 2 numbers (height, turn), got 3.")]
    [InlineData("{\"states\":[[1,1e400]]}", "states[0]: 'turn' is Infinity, expected a finite number.")]
    [InlineData("{\"states\":[[1e300,1]]}", "states[0]: 'height' is 1E+300, expected a number that single precision holds.")]
    [InlineData("{\"states\":[]} x", "expected JSON")]
    [InlineData("{\"states\":[]} {}", "expected JSON")]
    [InlineData("{\"\\ud800\":1}", "got text that is no Unicode")]
    public async Task A_question_for_actions_that_is_none_is_told_where(string body, string says)
    {
        Answer answer = (await published.Service.PostAsync("/v1/worlds/arm/act", body)).Is(400);
        Assert.Contains(says, JsonElement.Parse(answer.Body).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simulate", "", "Line 1, byte 1: expected an object")]
    [InlineData("simulate", "null", "Expected an object, got null.")]
    [InlineData("simulate", "{} {}", "something")]
    [InlineData("simulate", "{\"horizn\":3}", "expected an object with any of starts, version, plan, horizon, within, futures, seed and event, got another key.")]
    [InlineData("simulate", "{\"horizon\":3,\"within\":4}", "within: expected this or 'horizon', which mean the same, got both.")]
    [InlineData("simulate", "{\"horizon\":\"3\"}", "expected a value that fits 'horizon'")]
    [InlineData("simulate", "{\"horizon\":3,\"horizon\":4}", "expected")]
    [InlineData("simulate", "{\"horizon\":0}", "horizon: expected at least 1 step, got 0.")]
    [InlineData("simulate", "{\"futures\":0}", "futures: expected at least 1, got 0.")]
    [InlineData("simulate", "{\"seed\":-1}", "seed: expected a whole number from 0")]
    [InlineData("simulate", "{\"starts\":[]}", "starts: expected 1 to 256 states")]
    [InlineData("simulate", "{\"starts\":[null]}", "starts[0]: Expected 2 numbers")]
    [InlineData("simulate", "{\"starts\":[[1,2],[1]]}", "starts[1]: Expected 2 numbers (height, turn), got 1.")]
    [InlineData("simulate", "{\"plan\":[\"up\",\"sideways\"]}", "plan[1]: expected one of down, up, or a number from 0 to 1, got \"sideways\".")]
    [InlineData("simulate", "{\"plan\":[2]}", "plan[0]: expected one of down, up")]
    [InlineData("simulate", "{\"plan\":[\"\\ud800\"]}", "plan[0]: expected one of down, up, or a number from 0 to 1, got text that is no Unicode.")]
    [InlineData("simulate", "{\"plan\":[]}", "horizon: expected at least 1 step, got 0.")]
    [InlineData("simulate", "{\"plan\":[1],\"horizon\":2}", "plan: expected 2 actions, as many as the steps to look ahead, got 1.")]
    [InlineData("simulate", "{\"event\":\"terminal\"}", "event: expected a question without one")]
    [InlineData("forecast", "{}", "event: expected a condition such as")]
    [InlineData("forecast", "{\"event\":\"hight > 1\"}", "event 'hight > 1', ")]
    public async Task A_question_about_futures_that_is_none_is_told_where(string path, string body, string says)
    {
        Answer answer = (await published.Service.PostAsync($"/v1/worlds/arm/{path}", body)).Is(400);
        Assert.Contains(says, JsonElement.Parse(answer.Body).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_no_action_of_a_plan()
    {
        byte[] body = [.. "{\"plan\":[\"up\",\"u"u8, 0xbd, .. "\"]}"u8];
        Answer answer = (await published.Service.PostAsync("/v1/worlds/arm/simulate", body, "application/json")).Is(400);
        Assert.Contains("plan[1]: expected one of down, up", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"futures\":1000000,\"horizon\":1000}")]
    [InlineData("{\"futures\":1,\"horizon\":3900000}")]
    [InlineData("{\"futures\":2147483647,\"horizon\":2147483647}")]
    public async Task What_is_too_much_is_refused(string body)
    {
        (await published.Service.PostAsync("/v1/worlds/arm/simulate", body)).Is(413).Says("Expected at most 16000000 numbers");
    }
}
