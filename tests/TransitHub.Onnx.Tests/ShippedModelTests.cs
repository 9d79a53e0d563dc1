using TransitHub.Testing;

namespace TransitHub.Onnx.Tests;

public sealed class ShippedModelTests
{
    private static readonly string Models = Path.Combine(SharedData.RepositoryRoot, "models");

    /// <summary>Every <c>models/{name}/{version}</c>; an empty text stands for none, since a theory needs a row.</summary>
    public static TheoryData<string> Folders =>
        [.. Directory.EnumerateDirectories(Models).SelectMany(Directory.EnumerateDirectories).Select(d => Path.GetRelativePath(Models, d)).DefaultIfEmpty(string.Empty)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_shipped_model_answers_its_sample_and_names_the_terms_of_its_data(string folder)
    {
        Assert.SkipWhen(folder.Length == 0, "The repository ships no model.");
        string path = Path.Combine(Models, folder, ModelFiles.Card);
        string card = File.ReadAllText(path);
        IDisposable model = ModelCard.Parse(card, path).Kind == OnnxLoadModel.Kind
            ? OnnxLoadModel.Load(Path.Combine(Models, folder))
            : OnnxArrivalModel.Load(Path.Combine(Models, folder));
        model.Dispose();
        Assert.Contains("Terms of the data:", card, StringComparison.Ordinal);
        Assert.DoesNotContain("not stated", card, StringComparison.Ordinal);
    }
}
