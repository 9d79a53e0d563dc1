using System.Globalization;

namespace TransitHub.Server.Watching;

/// <summary>
/// Where a reader stands: <c>epoch.sequence</c>. The epoch names one run of the hub, since states are counted
/// from 1 again after a restart; the sequence is that of the last state the reader has in full.
/// </summary>
internal readonly record struct WatchCursor(string Epoch, long Sequence)
{
    /// <summary>Reads a cursor; false for anything a hub never gave out.</summary>
    public static bool TryParse(string? text, out WatchCursor cursor)
    {
        cursor = default;
        int dot = (text ?? string.Empty).IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || !long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long sequence))
        {
            return false;
        }

        cursor = new WatchCursor(text![..dot], sequence);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{this.Epoch}.{this.Sequence}");
}
