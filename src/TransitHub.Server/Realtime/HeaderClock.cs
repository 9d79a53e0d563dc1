using System.Globalization;

namespace TransitHub.Server.Realtime;

/// <summary>
/// Keeps header timestamps rising over a restart: the last one published is kept in a small file. If the machine's clock
/// was set back in between, the hub goes on from there second by second instead of showing consumers an older time
/// with other content.
/// </summary>
internal sealed class HeaderClock
{
    private readonly string file;
    private long published;

    /// <summary>Reads what the last run published.</summary>
    /// <param name="file">The file; need not exist.</param>
    public HeaderClock(string file)
    {
        this.file = file;
        if (File.Exists(file) && long.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long last))
        {
            this.NotBefore = last + 1;
            this.published = last;
        }
    }

    /// <summary>The first Unix second that may be published by this run.</summary>
    public long NotBefore { get; }

    /// <summary>Notes what was published; writes only when it is new.</summary>
    public void Published(long unixSeconds)
    {
        if (unixSeconds <= this.published)
        {
            return;
        }

        this.published = unixSeconds;
        string next = this.file + ".new";
        File.WriteAllText(next, unixSeconds.ToString(CultureInfo.InvariantCulture));
        File.Move(next, this.file, overwrite: true);
    }
}
