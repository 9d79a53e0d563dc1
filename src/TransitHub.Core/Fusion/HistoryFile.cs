using TransitHub.Core.Storage;

namespace TransitHub.Core.Fusion;

/// <summary>
/// The file in which a feed keeps what it learned of its links' times over the days. It can be done without: a file that cannot be
/// used or written is told of, and the feed learns anew.
/// </summary>
/// <param name="path">The file, beside the feed's log.</param>
/// <param name="notice">Told of trouble, a sentence for an operator; any thread.</param>
public sealed class HistoryFile(string path, Action<string> notice)
{
    private bool isFailing;

    /// <summary>Lets a pipeline that has seen nothing yet take over what the file holds.</summary>
    internal void Restore(FusionPipeline pipeline)
    {
        try
        {
            StateFileContent read = StateFile.Read(path);
            if (read.Problem is { } problem)
            {
                notice(problem);
            }
            else if (read.Content is { } bytes && pipeline.RestoreHistory(bytes) < 0)
            {
                notice($"{path} holds the history in a form that this hub does not know; it is replaced.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            notice($"The history of links cannot be read and is learned anew: {exception.Message}");
        }
    }

    /// <summary>Replaces what the file holds; trouble is told once until it goes well again.</summary>
    internal void Write(byte[] history)
    {
        try
        {
            StateFile.Write(path, history);
            this.isFailing = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!this.isFailing)
            {
                notice($"The history of links cannot be kept, the next try follows: {exception.Message}");
            }

            this.isFailing = true;
        }
    }
}
