using System.CommandLine;
using System.Globalization;
using TransitHub.Core.Fusion;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>Settings of fusion that a benchmark may be given; left out, each has its default.</summary>
internal sealed class FusionFlags
{
    private static readonly FusionOptions Defaults = new();

    private readonly Option<double> seconds = new("--steady") { DefaultValueFactory = _ => Defaults.SteadySeconds, Description = "Fusion:SteadySeconds." };
    private readonly Option<double> share = new("--steady-share") { DefaultValueFactory = _ => Defaults.SteadyShare, Description = "Fusion:SteadyShare." };
    private readonly Option<double> beyond = new("--steady-beyond") { DefaultValueFactory = _ => Defaults.SteadyBeyondSeconds, Description = "Fusion:SteadyBeyondSeconds." };
    private readonly Option<string> levels = new("--published")
    {
        DefaultValueFactory = _ => string.Create(CultureInfo.InvariantCulture, $"{Defaults.PublishedQuantileNear},{Defaults.PublishedQuantile},{Defaults.PublishedQuantileFar}"),
        Description = "Fusion:PublishedQuantileNear, PublishedQuantile and PublishedQuantileFar, with commas.",
    };

    public void AddTo(Command command)
    {
        command.Add(this.seconds);
        command.Add(this.share);
        command.Add(this.beyond);
        command.Add(this.levels);
    }

    public FusionOptions Read(ParseResult parsed)
    {
        double[] published = [.. parsed.GetValue(this.levels)!.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        return new FusionOptions
        {
            SteadySeconds = parsed.GetValue(this.seconds),
            SteadyShare = parsed.GetValue(this.share),
            SteadyBeyondSeconds = parsed.GetValue(this.beyond),
            PublishedQuantileNear = published[0],
            PublishedQuantile = published[1],
            PublishedQuantileFar = published[2],
        };
    }
}
