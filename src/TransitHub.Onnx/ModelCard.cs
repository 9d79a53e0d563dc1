using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Fusion.Prediction;

namespace TransitHub.Onnx;

/// <summary>
/// The header of a card: lines <c>key: value</c> between two lines <c>---</c> at the top of <c>card.md</c>. It says what the
/// graph must look like, so that a file that was swapped or cut short is found before it answers anything.
/// </summary>
public sealed record ModelCard
{
    /// <summary>What the model answers: what a predictor asks for. The number rises when the question changes.</summary>
    public required string Kind { get; init; }

    /// <summary>The graph's input: name, then columns. Shape [n, <see cref="Features"/>], float32.</summary>
    public required string Input { get; init; }

    /// <summary>The graph's output. Shape [n, <see cref="Levels"/>], float32.</summary>
    public required string Output { get; init; }

    /// <summary>Names of the input's columns in order.</summary>
    public required ImmutableArray<string> Features { get; init; }

    /// <summary>The quantiles in the output's columns, ascending, 0 to 1.</summary>
    public required ImmutableArray<double> Levels { get; init; }

    /// <summary>SHA-256 of <c>model.onnx</c>, 64 lower-case hexadecimal digits.</summary>
    public required string GraphSha256 { get; init; }

    /// <summary>The card of a model of the arrivals' errors as this hub asks it; the graph's sum comes with <see cref="ModelFolder.Write"/>.</summary>
    /// <param name="input">Name of the graph's input.</param>
    /// <param name="output">Name of its output.</param>
    public static ModelCard OfArrivals(string input, string output) => new()
    {
        Kind = OnnxArrivalModel.Kind,
        Input = input,
        Output = output,
        Features = ArrivalFeatures.Names,
        Levels = ArrivalFeatures.Levels,
        GraphSha256 = string.Empty,
    };

    /// <summary>The card of a model of the loads at stops ahead as this hub asks it.</summary>
    /// <param name="input">Name of the graph's input.</param>
    /// <param name="output">Name of its output.</param>
    public static ModelCard OfLoads(string input, string output) => new()
    {
        Kind = OnnxLoadModel.Kind,
        Input = input,
        Output = output,
        Features = LoadFeatures.Names,
        Levels = LoadFeatures.Levels,
        GraphSha256 = string.Empty,
    };

    /// <summary>Writes the header, with the lines that enclose it.</summary>
    public string WriteHeader()
    {
        StringBuilder text = new();
        text.Append("---\n");
        text.Append(CultureInfo.InvariantCulture, $"kind: {this.Kind}\n");
        text.Append(CultureInfo.InvariantCulture, $"input: {this.Input}\n");
        text.Append(CultureInfo.InvariantCulture, $"output: {this.Output}\n");
        text.Append(CultureInfo.InvariantCulture, $"features: {string.Join(", ", this.Features)}\n");
        text.Append(CultureInfo.InvariantCulture, $"levels: {string.Join(", ", this.Levels.Select(l => l.ToString(CultureInfo.InvariantCulture)))}\n");
        text.Append(CultureInfo.InvariantCulture, $"sha256: {this.GraphSha256}\n");
        return text.Append("---\n").ToString();
    }

    /// <summary>Reads a card's header.</summary>
    /// <param name="text">The whole card.</param>
    /// <param name="path">Its path, for the message.</param>
    /// <exception cref="ModelException">It has none, or a line is missing or wrong.</exception>
    public static ModelCard Parse(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        Dictionary<string, string> fields = HeaderOf(text, path);
        return new ModelCard
        {
            Kind = Field("kind"),
            Input = Field("input"),
            Output = Field("output"),
            Features = [.. Field("features").Split(',', StringSplitOptions.TrimEntries)],
            Levels = [.. Field("levels").Split(',', StringSplitOptions.TrimEntries).Select(Level)],
            GraphSha256 = Field("sha256"),
        };

        string Field(string key) => fields.TryGetValue(key, out string? value) && value.Length > 0
            ? value
            : throw new ModelException($"{path}: its header has no line '{key}: ...'. Train the model anew with 'transithub train', or take the card that came with it.");

        double Level(string number) => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double level) && level is > 0 and < 1
            ? level
            : throw new ModelException($"{path}: 'levels' has '{number}', which is no number between 0 and 1.");
    }

    private static Dictionary<string, string> HeaderOf(string text, string path)
    {
        string[] lines = text.Split('\n');
        int end = lines[0].TrimEnd() == "---" ? Array.FindIndex(lines, 1, line => line.TrimEnd() == "---") : -1;
        if (end < 0)
        {
            throw new ModelException($"{path}: it does not begin with a header between two lines '---'. Train the model anew with 'transithub train', or take the card that came with it.");
        }

        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (string line in lines[1..end])
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                fields[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        return fields;
    }
}
