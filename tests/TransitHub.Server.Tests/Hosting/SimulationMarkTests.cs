using TransitHub.Server.Hosting;

namespace TransitHub.Server.Tests.Hosting;

public sealed class SimulationMarkTests
{
    [Fact]
    public void What_a_simulation_wrote_stays_simulated_for_whoever_serves_it_later()
    {
        using var folder = new TestFolder();

        Assert.False(SimulationMark.Keep(folder.Path, isSimulated: false));
        Assert.True(SimulationMark.Keep(folder.Path, isSimulated: true));
        Assert.True(SimulationMark.Keep(folder.Path, isSimulated: true));
        Assert.True(SimulationMark.Keep(folder.Path, isSimulated: false));
    }
}
