namespace TransitHub.Server.Commands;

/// <summary>
/// Says now and then how far long work has come: on a terminal as one line that is written over, elsewhere as a plain
/// line every few seconds.
/// </summary>
internal sealed class ProgressLine(TextWriter writer, bool isTerminal, TimeProvider clock)
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan InFile = TimeSpan.FromSeconds(5);
    private readonly Lock sync = new();
    private long last = clock.GetTimestamp();
    private int shownLength;

    /// <summary>On standard error, as it is; on any other writer, which no one watches, nothing is said.</summary>
    public static ProgressLine On(TextWriter error) => ReferenceEquals(error, Console.Error)
        ? new(error, !Console.IsErrorRedirected, TimeProvider.System)
        : new(TextWriter.Null, isTerminal: false, TimeProvider.System);

    /// <summary>Shows a text, if the last one has been shown for long enough. Safe for many threads.</summary>
    public void Report(Func<string> text)
    {
        lock (this.sync)
        {
            if (clock.GetElapsedTime(this.last) < (isTerminal ? OnTerminal : InFile))
            {
                return;
            }

            this.last = clock.GetTimestamp();
            string line = text();
            if (!isTerminal)
            {
                writer.WriteLine(line);
                return;
            }

            writer.Write("\r" + line.PadRight(this.shownLength));
            this.shownLength = line.Length;
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        lock (this.sync)
        {
            if (this.shownLength > 0)
            {
                writer.Write("\r" + new string(' ', this.shownLength) + "\r");
                this.shownLength = 0;
            }
        }
    }
}
