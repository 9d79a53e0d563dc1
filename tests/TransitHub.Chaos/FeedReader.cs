using System.Net;
using System.Net.Http.Headers;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Chaos;

/// <summary>Asks one serving process for the vehicle positions several times a second, as consumers do, whether it answers or not.</summary>
internal static class FeedReader
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until told to stop.</summary>
    /// <param name="replica">Its name.</param>
    /// <param name="address">Where it answers HTTP.</param>
    /// <param name="book">Takes what it gives.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task RunAsync(string replica, Uri address, FeedBook book, CancellationToken stop)
    {
        using HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        EntityTagHeaderValue? known = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using HttpRequestMessage request = new(HttpMethod.Get, new Uri($"/gtfs-rt/{ChaosCity.FeedId}/vehicle-positions.pb", UriKind.Relative));
                if (known is not null)
                {
                    request.Headers.IfNoneMatch.Add(known);
                }

                using HttpResponseMessage answer = await http.SendAsync(request, stop);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    byte[] bytes = await answer.Content.ReadAsByteArrayAsync(stop);
                    known = answer.Headers.ETag;
                    book.Note(replica, known!.Tag, FeedMessage.Parser.ParseFrom(bytes).Header.Timestamp, bytes);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
            {
                // It was killed, or is about to be.
            }

            await Task.Delay(Pause, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
