using TransitHub.Onnx;

namespace TransitHub.Server.Hosting;

/// <summary>Loads the learned model that was asked for. A model is a help and no need: one that cannot be used is named, and the formula goes on alone.</summary>
internal static class ArrivalModels
{
    /// <summary>Loads a model's folder.</summary>
    /// <param name="folder">The folder; null or empty: none is wanted.</param>
    /// <param name="warn">Takes what is wrong with it, one line with the file's name and the remedy.</param>
    /// <returns>An instance for one feed; null: none.</returns>
    public static OnnxArrivalModel? TryLoad(string? folder, Action<string> warn)
    {
        if (string.IsNullOrEmpty(folder))
        {
            return null;
        }

        try
        {
            return OnnxArrivalModel.Load(folder);
        }
        catch (ModelException exception)
        {
            warn(exception.Message);
            return null;
        }
    }
}
