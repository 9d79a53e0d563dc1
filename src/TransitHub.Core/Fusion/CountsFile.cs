using TransitHub.Core.Storage;

namespace TransitHub.Core.Fusion;

/// <summary>
/// The file in which a feed keeps what was counted, so that grand totals outlive the log and a start need not read all of it. It can be
/// done without: a file that cannot be used or written is told of, and the counts that the log still has are taken anew.
/// </summary>
/// <param name="path">The file, beside the feed's log.</param>
/// <param name="notice">Told of trouble, a sentence for an operator; any thread.</param>
public sealed class CountsFile(string path, Action<string> notice)
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
            else if (read.Content is { } bytes && !pipeline.Counting.TryRestore(bytes))
            {
                notice($"{path} holds the counts in a form that this hub does not know; it is replaced.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            notice($"The counts cannot be read and are taken anew from the log: {exception.Message}");
        }
    }

    /// <summary>Replaces what the file holds; trouble is told once until it goes well again.</summary>
    internal void Write(byte[] counts)
    {
        try
        {
            StateFile.Write(path, counts);
            this.isFailing = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!this.isFailing)
            {
                notice($"The counts cannot be kept, the next try follows: {exception.Message}");
            }

            this.isFailing = true;
        }
    }
}
