using System.Text.Json.Nodes;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Server.Options;

namespace TransitHub.Server.Tests.Commands;

public sealed class CountsSurveyCommandTests : IDisposable
{
    private readonly ReplayFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Prints_the_settings_that_correct_the_counters()
    {
        List<string> survey = ["vehicle_id,departure_unix,boarding,alighting,load,capacity"];
        List<string> counts = ["vehicle_id,at_unix,boardings,alightings"];
        for (int i = 0; i < 40; i++)
        {
            survey.Add($"bus,{1000 + (300 * i)},20,20,20,100");
            counts.Add($"bus,{1004 + (300 * i)},10,10");
        }

        CommandRun run = await this.Run(survey, counts);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("40 of 40 surveyed stops have counts; 0 counts are of no surveyed stop.", run.Output, StringComparison.Ordinal);
        JsonNode load = JsonNode.Parse(run.Output[run.Output.IndexOf('{', StringComparison.Ordinal)..])!["Fusion"]!["Fusion"]!["Load"]!;
        Assert.InRange((double)load["CountFactors"]![0]!, 1.95, 2);
        Assert.Equal(1.6, (double)load["CountFactors"]![3]!);
        Assert.InRange((double)load["DeviceCountFactors"]!["bus"]![0]!, 1.95, 2);

        // What is printed can be pasted.
        string settings = this.folder.Write("hub.json", run.Output[run.Output.IndexOf('{', StringComparison.Ordinal)..]);
        LoadOptions read = HubSettings.Read(settings, new Dictionary<string, string?>(), []).Fusion.Fusion.Load;
        Assert.Equal(load["CountFactors"]!.AsArray().Select(f => (double)f!), read.CountFactors);
        Assert.Equal(load["DeviceCountFactors"]!["bus"]!.AsArray().Select(f => (double)f!), read.DeviceCountFactors["bus"]);
    }

    [Fact]
    public async Task Clocks_that_do_not_fit_are_named()
    {
        CommandRun run = await this.Run(["vehicle_id,departure_unix,boarding,alighting,load,capacity", "bus,1000,1,0,1,80"], ["vehicle_id,at_unix,boardings,alightings", "bus,9000,1,0"]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("None of 1 surveyed stops has a count of its vehicle within 60 s, of 1 counts.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vehicle_id,departure_unix,boarding,alighting,load", "bus,1000,1,0,1", "has no column capacity")]
    [InlineData("vehicle_id,departure_unix,boarding,alighting,load,capacity", "bus,1000,1,0,one,80", "row 2: 'one' in column load is no number")]
    [InlineData("vehicle_id,departure_unix,boarding,alighting,load,capacity", "bus,1000,,0,1,80", "row 2: column boarding is empty")]
    [InlineData("vehicle_id,departure_unix,boarding,alighting,load,capacity", "bus,1000,1,0,1,0", "row 2: riders must be 0 or more and the capacity 1 or more")]
    public async Task What_is_wrong_with_a_file_is_named(string header, string row, string says)
    {
        CommandRun run = await this.Run([header, row], ["vehicle_id,at_unix,boardings,alightings"]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    private async Task<CommandRun> Run(IEnumerable<string> survey, IEnumerable<string> counts) => await CommandRun.Of(
        "counts", "survey", "--survey", this.folder.Write("survey.csv", string.Join('\n', survey)), "--counts", this.folder.Write("counts.csv", string.Join('\n', counts)));
}
