using TransitHub.Onnx;

namespace TransitHub.Server.Commands.Train;

/// <summary>The folder that a training writes its model to.</summary>
internal static class ModelOutput
{
    /// <summary>Finds out before the work of hours whether its result can be kept. An earlier model there stays until then; a folder that was made for this goes again.</summary>
    public static void Prepare(string folder)
    {
        try
        {
            bool isNew = !Directory.Exists(folder);
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, ".transithub-probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            if (isNew)
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(folder, exception);
        }
    }

    /// <summary>Writes a model and loads it once as a hub would.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="graph">The bytes of <c>model.onnx</c>.</param>
    /// <param name="card">The card's header.</param>
    /// <param name="text">The card's text.</param>
    /// <param name="sample">Rows and their answers.</param>
    /// <param name="check">Loads it.</param>
    public static void Write(string folder, byte[] graph, ModelCard card, string text, ModelSample sample, Action<string> check)
    {
        try
        {
            ModelFolder.Write(folder, graph, card, text, sample);
            check(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(folder, exception);
        }
        catch (ModelException exception)
        {
            throw CommandException.InputHasErrors($"The model that was written does not run: {exception.Message}");
        }
    }

    private static CommandException CannotWrite(string folder, Exception exception) =>
        CommandException.WrongUse($"--out {folder} cannot be written: {exception.Message}");
}
