using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Truth;

namespace TransitHub.Simulation.Tests.City;

public sealed class CsvTruthTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("transithub-truth-").FullName;

    public void Dispose() => Directory.Delete(this.folder, recursive: true);

    [Fact]
    public void The_files_hold_what_happened()
    {
        CityRun told = CityRun.Of(TestNetwork.Whole(), CityRun.FaultFree(8) with { Service = new() { CanceledShare = 0.2 } }, 0.5);
        using (CsvTruth files = new(this.folder))
        using (CitySimulation city = new(told.Schedule, SimulatedTraits.ByMode(told.Schedule), CityRun.FaultFree(8) with { Service = new() { CanceledShare = 0.2 } }, files))
        {
            city.Advance(CityRun.At(8.5), []);
        }

        string[] stops = this.Rows("stop_times.csv");
        Assert.StartsWith("service_date,trip_id,stop_sequence,arrival_unix,departure_unix,", stops[0], StringComparison.Ordinal);
        Assert.Equal(told.Truth.StopTimes.Count, stops.Length - 1);
        TrueStopTime first = told.Truth.StopTimes[0];
        Assert.StartsWith($"20260302,{first.TripId},{first.StopSequence},{first.ArrivedAt.UnixMilliseconds / 1000}.", stops[1], StringComparison.Ordinal);
        Assert.Equal(told.Truth.Positions.Count, this.Rows("positions.csv").Length - 1);
        Assert.Equal(told.Truth.Runs.Count, this.Rows("runs.csv").Length - 1);
        Assert.Contains(this.Rows("runs.csv"), r => r.Contains(",canceled,,", StringComparison.Ordinal));
        foreach (string file in (string[])["stop_times.csv", "positions.csv", "runs.csv", "passages.csv"])
        {
            string[] rows = this.Rows(file);
            Assert.All(rows, r => Assert.Equal(rows[0].Count(c => c == ','), r.Count(c => c == ',')));
        }
    }

    private string[] Rows(string file) => File.ReadAllLines(Path.Combine(this.folder, file));
}
