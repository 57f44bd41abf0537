using WorldGan.Runs;
using WorldGan.Worlds.Json;

namespace WorldGan.Tests.Runs;

public class RunSettingsTests
{
    [Theory]
    [InlineData("policy.uncertaintyPenalty=1")]
    [InlineData("policy.uncertaintyQuantile=0.99")]
    public void Caution_in_a_world_of_one_member_is_refused_before_anything_is_learned(string caution)
    {
        Assert.Contains("expected worldModel.members above 1", Assert.Throws<FaultyFileException>(() => SettingsFile.FromDefaults<RunSettings>("worldModel.members=1", caution)).Message);
        Assert.Equal(2, SettingsFile.FromDefaults<RunSettings>("worldModel.members=2", caution).WorldModel.Members);
        Assert.Equal(1, SettingsFile.FromDefaults<RunSettings>("worldModel.members=1", "policy.uncertaintyPenalty=0").WorldModel.Members);
    }

    [Fact]
    public void What_the_policys_parts_say_themselves_is_left_open_again()
    {
        RunSettings resolved = SettingsFile.FromDefaults<RunSettings>("policy.exploration=0.3").Resolved();
        Assert.Equal((64, 0.3), (resolved.Policy.Rows, resolved.Policy.Exploration));
        Assert.Equal((null, 0.3), (resolved.WithOpenPolicy().Policy.Rows, resolved.WithOpenPolicy().Policy.Exploration));
    }
}
