namespace TransitHub.Onnx;

/// <summary>The three files of a model's folder, <c>models/{name}/{version}/</c>.</summary>
public static class ModelFiles
{
    /// <summary>The graph.</summary>
    public const string Graph = "model.onnx";

    /// <summary>What it is, takes, gives and learned from: a header that programs read, then text for people.</summary>
    public const string Card = "card.md";

    /// <summary>Some inputs with the outputs they must give.</summary>
    public const string Sample = "sample.json";
}
