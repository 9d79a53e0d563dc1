using System.Globalization;
using System.Text.RegularExpressions;

namespace TransitHub.Server.Tests.Hosting;

/// <summary>Reads the text format of Prometheus and throws at whatever its description does not allow (prometheus.io, Exposition formats, 0.0.4).</summary>
internal sealed partial class PrometheusText
{
    private static readonly string[] Types = ["counter", "gauge", "histogram", "summary", "untyped"];
    private readonly Dictionary<string, string> types = [];
    private readonly HashSet<string> helped = [];
    private readonly HashSet<string> over = [];
    private readonly List<Sample> samples = [];
    private string current = string.Empty;

    private PrometheusText()
    {
    }

    public IReadOnlyList<Sample> Samples => this.samples;

    public IReadOnlyDictionary<string, string> TypeOf => this.types;

    public static PrometheusText Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var parsed = new PrometheusText();
        foreach (string line in text[..^1].Split('\n'))
        {
            parsed.Read(line);
        }

        parsed.CheckSeries();
        return parsed;
    }

    private void Read(string line)
    {
        if (line.StartsWith("# HELP ", StringComparison.Ordinal))
        {
            Match help = Help().Match(line);
            Assert.True(help.Success, line);
            this.Enter(help.Groups[1].Value);
            Assert.True(this.helped.Add(help.Groups[1].Value), "a second HELP: " + line);
        }
        else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
        {
            Match type = Type().Match(line);
            Assert.True(type.Success, line);
            Assert.Contains(type.Groups[2].Value, Types);
            this.Enter(type.Groups[1].Value);
            Assert.True(this.types.TryAdd(type.Groups[1].Value, type.Groups[2].Value), "a second TYPE: " + line);
        }
        else if (line.Length > 0 && !line.StartsWith('#'))
        {
            this.ReadSample(line);
        }
    }

    private void ReadSample(string line)
    {
        Match match = Line().Match(line);
        Assert.True(match.Success, line);
        string name = match.Groups["name"].Value;
        this.Enter(this.FamilyOf(name));
        List<(string, string)> labels = [];
        foreach (Match label in Label().Matches(match.Groups["labels"].Value))
        {
            labels.Add((label.Groups[1].Value, label.Groups[2].Value));
        }

        Assert.Equal(labels.Count, labels.Select(l => l.Item1).Distinct().Count());
        this.samples.Add(new Sample(name, [.. labels.OrderBy(l => l.Item1, StringComparer.Ordinal)], ReadNumber(match.Groups["value"].Value)));
    }

    /// <summary>All lines of a metric stand together.</summary>
    private void Enter(string family)
    {
        if (family != this.current)
        {
            Assert.True(this.over.Add(family), $"the lines of {family} do not stand together");
            this.current = family;
        }
    }

    private string FamilyOf(string name)
    {
        foreach (string suffix in (string[])["_bucket", "_sum", "_count"])
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal) && this.types.GetValueOrDefault(name[..^suffix.Length]) is "histogram" or "summary")
            {
                return name[..^suffix.Length];
            }
        }

        return name;
    }

    private void CheckSeries()
    {
        Assert.Empty(this.samples.GroupBy(s => s.Series).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.All(this.samples, s => Assert.True(this.types.ContainsKey(this.FamilyOf(s.Name)), "no TYPE: " + s.Name));
        Assert.All(this.samples.Where(s => this.types[this.FamilyOf(s.Name)] is "counter" or "histogram"), s => Assert.True(s.Value >= 0, s.Series));
        foreach (string histogram in this.types.Where(t => t.Value == "histogram").Select(t => t.Key))
        {
            var buckets = this.samples.Where(s => s.Name == histogram + "_bucket").GroupBy(s => Without(s, "le"));
            foreach (IGrouping<string, Sample> series in buckets)
            {
                Sample[] rising = [.. series.OrderBy(s => ReadNumber(s.Label("le")!))];
                Assert.Equal("+Inf", rising[^1].Label("le"));
                Assert.Equal(rising.Select(s => s.Value).Order(), rising.Select(s => s.Value));
                Assert.Equal(rising[^1].Value, Assert.Single(this.samples, s => s.Name == histogram + "_count" && Without(s, "le") == series.Key).Value);
                Assert.Single(this.samples, s => s.Name == histogram + "_sum" && Without(s, "le") == series.Key);
            }
        }
    }

    private static string Without(Sample sample, string label) => string.Join(",", sample.Labels.Where(l => l.Name != label));

    private static double ReadNumber(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\]|\\\\|\\n)*$")]
    private static partial Regex Help();

    [GeneratedRegex(@"^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) ([a-z]+)$")]
    private static partial Regex Type();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*",?)*)\})? (?<value>\S+)(?: -?[0-9]+)?$""")]
    private static partial Regex Line();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)",?""")]
    private static partial Regex Label();
}
