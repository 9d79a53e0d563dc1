using System.Security.Cryptography;

namespace TransitHub.Onnx;

/// <summary>Writes a model's three files so that <see cref="OnnxArrivalModel.Load"/> takes them.</summary>
public static class ModelFolder
{
    /// <summary>Writes the files; the folder is made when absent, what was in it under the same names is replaced.</summary>
    /// <param name="folder"><c>models/{name}/{version}</c>.</param>
    /// <param name="graph">The bytes of <c>model.onnx</c>.</param>
    /// <param name="card">The header; its hash is set from the graph.</param>
    /// <param name="text">What the card says to people, Markdown.</param>
    /// <param name="sample">Rows and their answers.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, byte[] graph, ModelCard card, string text, ModelSample sample)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(sample);
        Directory.CreateDirectory(folder);
        ModelCard complete = card with { GraphSha256 = Convert.ToHexStringLower(SHA256.HashData(graph)) };
        File.WriteAllBytes(Path.Combine(folder, ModelFiles.Graph), graph);
        File.WriteAllText(Path.Combine(folder, ModelFiles.Card), complete.WriteHeader() + text);
        File.WriteAllText(Path.Combine(folder, ModelFiles.Sample), sample.Write());
    }
}
