using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TransitHub.Server.Tests.Delivery;

/// <summary>A consumer as a real server: gives tokens and takes messages, and answers as the test wants.</summary>
internal sealed class ConsumerServer : IAsyncDisposable
{
    private LocalServer web = null!;
    private int tokens;

    private ConsumerServer()
    {
    }

    public ConcurrentQueue<Delivered> Taken { get; } = new();

    public ConcurrentQueue<(string Authorization, string Body)> TokenRequests { get; } = new();

    /// <summary>What a delivery is answered; given its number from 1 and its token.</summary>
    public Func<int, string, IResult> Answer { get; set; } = (_, _) => Results.Ok();

    public Func<IResult>? TokenAnswer { get; set; }

    public string Address => this.web.Address;

    public static async Task<ConsumerServer> StartAsync()
    {
        var server = new ConsumerServer();
        server.web = await LocalServer.StartAsync(web =>
        {
            web.MapPost("/token", server.GiveTokenAsync);
            web.MapPost("/push", server.TakeAsync);
        });
        return server;
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    private async Task<IResult> GiveTokenAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        this.TokenRequests.Enqueue((request.Headers.Authorization.ToString(), await reader.ReadToEndAsync(TestContext.Current.CancellationToken)));
        return this.TokenAnswer?.Invoke() ?? Results.Json(new { access_token = "token-" + Interlocked.Increment(ref this.tokens), token_type = "Bearer", expires_in = 3600 });
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        byte[] message;
        Dictionary<string, string> fields = [];
        using var body = new MemoryStream();
        if (request.HasFormContentType)
        {
            IFormCollection form = await request.ReadFormAsync(TestContext.Current.CancellationToken);
            await form.Files[0].CopyToAsync(body, TestContext.Current.CancellationToken);
            fields = form.ToDictionary(f => f.Key, f => f.Value.ToString());
            fields["file"] = form.Files[0].Name;
        }
        else
        {
            await request.Body.CopyToAsync(body, TestContext.Current.CancellationToken);
        }

        message = body.ToArray();
        string token = request.Headers.Authorization.ToString();
        this.Taken.Enqueue(new Delivered(message, request.ContentType ?? string.Empty, token, fields));
        return this.Answer(this.Taken.Count, token);
    }

    public sealed record Delivered(byte[] Message, string ContentType, string Authorization, IReadOnlyDictionary<string, string> Fields);
}
