using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WorldGan.Service.Ingest;
using WorldGan.Service.Ingest.Queue;

namespace WorldGan.Service.Tests.Ingest;

public class QueueIntakeTests
{
    private static readonly byte[] Steps = Encoding.UTF8.GetBytes(SmallWorld.ToJson(SmallWorld.Steps("a", 0, 5)));

    [Fact]
    public async Task A_message_is_acknowledged_when_its_steps_are_on_the_disk()
    {
        await using RunningService service = await RunningService.StartAsync();
        Assert.Equal(Verdict.Acknowledge, await Take(service, "arm", "application/json", Steps));
        Assert.Equal(5, service.Arm.AcceptedSteps);
        Assert.Equal(Verdict.Acknowledge, await Take(service, "arm", "application/json", Steps));
        Assert.Equal(5, service.Arm.AcceptedSteps);
    }

    [Theory]
    [InlineData("arm", "application/json", "[", "worlds/arm/quarantine")]
    [InlineData("arm", "text/plain", "[]", "worlds/arm/quarantine")]
    [InlineData("leg", "application/json", "[]", "quarantine")]
    [InlineData("../..", "application/json", "[]", "quarantine")]
    [InlineData(null, null, "[]", "quarantine")]
    public async Task A_message_that_can_never_be_taken_in_is_kept_once_with_the_reason(string? world, string? contentType, string body, string folder)
    {
        await using RunningService service = await RunningService.StartAsync();
        for (int i = 0; i < 2; i++) Assert.Equal(Verdict.Acknowledge, await Take(service, world, contentType, Encoding.UTF8.GetBytes(body)));
        string[] files = [.. Directory.GetFiles(Path.Combine(service.Data, folder)).Order(StringComparer.Ordinal)];
        Assert.Equal(2, files.Length);
        Assert.Equal(body, File.ReadAllText(files[0]));
        Assert.StartsWith("Expected", File.ReadAllText(files[1]).Replace("body.json: expected", "Expected"));
    }

    [Fact]
    public async Task A_message_that_finds_no_room_comes_again()
    {
        await using RunningService service = await RunningService.StartAsync();
        var gate = service.Services.GetRequiredService<IngestGate>();
        while (gate.Bytes < new IngestOptions().MaxQueuedBytes) gate.Enter(new IngestOptions().MaxRequestBytes);
        Assert.Equal(Verdict.Redeliver, await Take(service, "arm", "application/json", Steps));
        Assert.False(Directory.Exists(service.World("arm").Folder.Quarantine));
    }

    /// <summary>Where several messages hold an episode, each goes on where the one before stopped: they must not overtake each other.</summary>
    [Fact]
    public async Task Messages_are_taken_in_their_order_while_none_is_waited_for()
    {
        await using RunningService service = await RunningService.StartAsync();
        var intake = service.Services.GetRequiredService<QueueIntake>();
        QueueMessage[] begun = [.. Enumerable.Range(0, 100).Select(i => intake.Begin("arm", "application/json", Encoding.UTF8.GetBytes(SmallWorld.ToJson(SmallWorld.Steps("a", 3 * i, 3 * i + 3)))))];
        foreach (QueueMessage message in begun) Assert.Equal(Verdict.Acknowledge, await intake.SettleAsync(message));
        Assert.Equal(300, service.Arm.AcceptedSteps);
    }

    private static async Task<Verdict> Take(RunningService service, string? world, string? contentType, byte[] body)
    {
        var intake = service.Services.GetRequiredService<QueueIntake>();
        return await intake.SettleAsync(intake.Begin(world, contentType, body));
    }
}
