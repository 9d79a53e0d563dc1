using System.Text.Json;

namespace TransitHub.Onnx;

/// <summary>Rows with the answers they must give, written by the trainer's own arithmetic.</summary>
public sealed record ModelSample
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = false };

    /// <summary>Shape [n, features].</summary>
    public required float[][] Inputs { get; init; }

    /// <summary>Shape [n, levels].</summary>
    public required float[][] Outputs { get; init; }

    /// <summary>Writes it as JSON.</summary>
    public string Write() => JsonSerializer.Serialize(this, Form) + "\n";

    /// <summary>Reads <c>sample.json</c>.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">Its path, for the message.</param>
    /// <param name="features">Values in a row.</param>
    /// <param name="levels">Values in an answer.</param>
    /// <exception cref="ModelException">It is no such file.</exception>
    public static ModelSample Parse(string text, string path, int features, int levels)
    {
        try
        {
            ModelSample? sample = JsonSerializer.Deserialize<ModelSample>(text, Form);
            if (sample is { Inputs.Length: > 0, Outputs: not null } && sample.Inputs.Length == sample.Outputs.Length
                && sample.Inputs.All(r => r?.Length == features) && sample.Outputs.All(r => r?.Length == levels))
            {
                return sample;
            }

            throw new ModelException($"{path}: it must have as many outputs as inputs, with {features} values in each input and {levels} in each output.");
        }
        catch (JsonException exception)
        {
            throw new ModelException($"{path}: it is not the JSON of a sample ({exception.Message}). Train the model anew, or take the file that came with it.");
        }
    }
}
