using TransitHub.Server.Commands;

namespace TransitHub.Server.Statics;

/// <summary>Brings what <c>--gtfs</c> names onto this machine: a file or folder stays where it is, a URL is downloaded.</summary>
internal static class GtfsSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The path to read.</summary>
    /// <param name="gtfs">File, folder or http(s) URL.</param>
    /// <param name="folder">Where a download is put.</param>
    /// <param name="say">Told what happens.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandException">There is nothing to read; the message says what and why.</exception>
    public static async Task<string> FetchAsync(string gtfs, string folder, Action<string> say, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(gtfs, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
        {
            return Path.Exists(gtfs) ? gtfs : throw CommandException.InputHasErrors($"--gtfs {gtfs}: there is no such file or folder.");
        }

        Directory.CreateDirectory(folder);
        string target = Path.Combine(folder, "download.zip");
        try
        {
            await DownloadAsync(url, target, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            if (!File.Exists(target))
            {
                throw CommandException.InputHasErrors($"--gtfs {gtfs}: the download failed ({exception.Message}). Check the address, or download it yourself and give the file.");
            }

            say($"{gtfs}: the download failed ({exception.Message}); going on with the copy from the last start.");
        }

        return target;
    }

    private static async Task DownloadAsync(Uri url, string target, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Patience };
        using HttpResponseMessage response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        string next = target + ".new";
        FileStream file = File.Create(next);
        await using (file.ConfigureAwait(false))
        {
            await response.Content.CopyToAsync(file, cancellation).ConfigureAwait(false);
        }

        File.Move(next, target, overwrite: true);
    }
}
