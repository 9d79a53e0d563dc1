using System.Globalization;
using System.Text;
using TransitHub.Onnx;

namespace TransitHub.Server.Tests.Commands;

public sealed class TrainLoadsCommandTests : IDisposable
{
    private readonly ReplayFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Makes_a_model_of_loads_with_a_card_and_the_same_bytes_each_time()
    {
        string loads = this.folder.Write("loads.csv", Loads(12));
        CommandRun first = await this.Train(loads, "one");
        await this.Train(loads, "other");

        Assert.Equal((0, string.Empty), (first.ExitCode, first.Error));
        Assert.Contains("to check (the days from 202603", first.Output, StringComparison.Ordinal);
        OnnxLoadModel.Load(this.folder.In("one")).Dispose();
        Assert.Equal(this.folder.Hash("one"), this.folder.Hash("other"));
        string card = await File.ReadAllTextAsync(this.folder.In("one/card.md"), TestContext.Current.CancellationToken);
        Assert.Contains("kind: load-ahead/1", card, StringComparison.Ordinal);
        Assert.Contains("Terms of the data: made up in a test.", card, StringComparison.Ordinal);
        Assert.Contains("| stops ahead | rows | mean of the line and hour |", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_loads_are_no_model()
    {
        CommandRun run = await this.Train(this.folder.Write("loads.csv", Loads(1)), "few");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("2000 are needed at least", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(this.folder.In("few")));
    }

    [Theory]
    [InlineData("xml", "--format xml is not known here")]
    [InlineData("log", "--format log needs --feed and --gtfs")]
    public async Task A_format_that_cannot_be_read_is_named(string format, string says)
    {
        CommandRun run = await CommandRun.Of("train-loads", "--input", "loads", "--format", format, "--out", this.folder.In("out"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    private static string Loads(int days)
    {
        StringBuilder text = new("service_date,route_id,trip_id,stop_sequence,departure_time,load\n");
        var random = new Random(1);
        for (int day = 0; day < days; day++)
        {
            for (int trip = 0; trip < 12; trip++)
            {
                int more = random.Next(-5, 6);
                for (int stop = 1; stop <= 8; stop++)
                {
                    int load = Math.Max(0, (5 * stop) + more + random.Next(-2, 3));
                    text.Append(CultureInfo.InvariantCulture, $"202603{day + 2:00},1,T{trip},{stop},{6 + trip:00}:{2 * stop:00}:00,{load}\n");
                }
            }
        }

        return text.ToString();
    }

    private Task<CommandRun> Train(string loads, string name) =>
        CommandRun.Of("train-loads", "--input", loads, "--license", "made up in a test.", "--out", this.folder.In(name));
}
