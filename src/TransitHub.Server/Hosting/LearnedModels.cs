using TransitHub.Onnx;

namespace TransitHub.Server.Hosting;

/// <summary>Loads the learned model that was asked for. A model is a help and no need: one that cannot be used is named, and the formula goes on alone.</summary>
internal static class LearnedModels
{
    /// <summary>Loads a model's folder.</summary>
    /// <param name="folder">The folder; null or empty: none is wanted.</param>
    /// <param name="load">Loads and checks it, with a <see cref="ModelException"/> for what is wrong.</param>
    /// <param name="warn">Takes what is wrong with it, one line with the file's name and the remedy.</param>
    /// <returns>An instance for one feed; null: none.</returns>
    public static T? TryLoad<T>(string? folder, Func<string, T> load, Action<string> warn)
        where T : class
    {
        if (string.IsNullOrEmpty(folder))
        {
            return null;
        }

        try
        {
            return load(folder);
        }
        catch (ModelException exception)
        {
            warn(exception.Message);
            return null;
        }
    }
}
