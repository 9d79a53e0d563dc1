namespace TransitHub.Core.Storage;

/// <summary>
/// Something that a feed keeps in a file of its own beside its log and can do without: a file that cannot be used or written is told of, and what
/// it held is made anew from the log.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="what">What it holds, as it stands in a sentence: <c>The {what} cannot be kept</c>.</param>
/// <param name="notice">Told of trouble, a sentence for an operator; any thread.</param>
public sealed class KeptState(string path, string what, Action<string> notice)
{
    private bool isFailing;

    /// <summary>Lets somebody take over what the file holds, if it is there.</summary>
    /// <param name="take">Gives false for bytes of a form that it does not know.</param>
    public void Restore(Func<byte[], bool> take)
    {
        try
        {
            StateFileContent read = StateFile.Read(path);
            if (read.Problem is { } problem)
            {
                notice(problem);
            }
            else if (read.Content is { } bytes && !take(bytes))
            {
                notice($"{path} holds the {what} in a form that this hub does not know; it is replaced.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            notice($"The {what} cannot be read, and begins anew: {exception.Message}");
        }
    }

    /// <summary>Replaces what the file holds; trouble is told once until it goes well again.</summary>
    public void Write(byte[] bytes)
    {
        try
        {
            StateFile.Write(path, bytes);
            this.isFailing = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!this.isFailing)
            {
                notice($"The {what} cannot be kept, the next try follows: {exception.Message}");
            }

            this.isFailing = true;
        }
    }
}
