namespace TransitHub.Server.Delivery;

/// <summary>Reads what another server answers, up to a bound.</summary>
internal static class AnswerStart
{
    /// <summary>The body's first bytes, at most <paramref name="max"/>; what follows is left unread.</summary>
    public static async Task<byte[]> ReadAsync(HttpContent content, int max, CancellationToken cancellation)
    {
        Stream stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            byte[] buffer = new byte[max];
            int length = await stream.ReadAtLeastAsync(buffer, max, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            return buffer[..length];
        }
    }
}
