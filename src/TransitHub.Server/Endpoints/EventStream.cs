using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using TransitHub.Core.Time;
using TransitHub.Server.Views;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Endpoints;

/// <summary>An answer of server-sent events whose bytes many readers share; it ends when the reader goes or takes nothing, or the hub stops.</summary>
/// <param name="events">Gives the events.</param>
/// <param name="patience">Ends it.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class EventStream(IAsyncEnumerable<StreamFrame> events, WatchPatience patience, TimeProvider clock) : IResult
{
    private const int LongestNumber = 32;

    /// <summary>A reader that takes nothing holds no more than this and one entity, and what the web server buffers.</summary>
    private const int Slice = 32 * 1024;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache,no-store";
        response.Headers.Pragma = "no-cache";
        response.Headers.ContentEncoding = "identity";
        httpContext.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        try
        {
            await this.FlushAsync(response.BodyWriter).ConfigureAwait(false);
            await foreach (StreamFrame frame in events.ConfigureAwait(false))
            {
                await this.WriteAsync(response.BodyWriter, frame).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (patience.IsLost)
        {
            httpContext.Abort();
        }
        catch (OperationCanceledException) when (patience.Ending.IsCancellationRequested)
        {
            // The reader went away, or the hub stops: the reader's cursor leads on from there.
        }
    }

    private ValueTask FlushAsync(PipeWriter into) => patience.WaitAsync(into.FlushAsync(patience.Ending).AsTask());

    private async ValueTask WriteAsync(PipeWriter into, StreamFrame frame)
    {
        into.Write("event: "u8);
        Write(into, frame.Name);
        into.Write("\ndata: "u8);
        into.Write(frame.Json);
        if (frame.Rest.Count > 0)
        {
            this.WriteMoment(into);
        }

        int waiting = 0;
        foreach (byte[] part in frame.Rest)
        {
            into.Write(part);
            waiting += part.Length;
            if (waiting > Slice)
            {
                await this.FlushAsync(into).ConfigureAwait(false);
                waiting = 0;
            }
        }

        if (frame.Id is { } id)
        {
            into.Write("\nid: "u8);
            Write(into, id);
        }

        into.Write("\n\n"u8);
        await this.FlushAsync(into).ConfigureAwait(false);
    }

    private void WriteMoment(PipeWriter into)
    {
        Utf8Formatter.TryFormat(Timestamp.Now(clock).UnixMilliseconds / 1000.0, into.GetSpan(LongestNumber), out int length);
        into.Advance(length);
    }

    private static void Write(PipeWriter into, string text) => into.Advance(Encoding.UTF8.GetBytes(text, into.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
}
