using Google.Protobuf;
using Grpc.Core;
using TransitHub.Protocol.V1;
using Service = TransitHub.Protocol.V1.TransitHub;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace TransitHub.Server.Grpc;

/// <summary>
/// Binds the service as generated code would, except that <c>Watch</c> answers with frames that are bytes already:
/// a thousand readers of the same changes cost one encoding.
/// </summary>
internal static class TransitHubBinding
{
    private const string Name = "transithub.v1.TransitHub";

    private static readonly Method<WatchRequest, WatchFrame> Watch =
        new(MethodType.ServerStreaming, Name, nameof(Watch), Of(WatchRequest.Parser), WatchFrame.Marshaller);

    private static readonly Method<ListVehiclesRequest, ListVehiclesResponse> ListVehicles =
        new(MethodType.Unary, Name, nameof(ListVehicles), Of(ListVehiclesRequest.Parser), Of(ListVehiclesResponse.Parser));

    private static readonly Method<ListArrivalsRequest, ListArrivalsResponse> ListArrivals =
        new(MethodType.Unary, Name, nameof(ListArrivals), Of(ListArrivalsRequest.Parser), Of(ListArrivalsResponse.Parser));

    private static readonly Method<ListCrowdingRequest, ListCrowdingResponse> ListCrowding =
        new(MethodType.Unary, Name, nameof(ListCrowding), Of(ListCrowdingRequest.Parser), Of(ListCrowdingResponse.Parser));

    private static readonly Method<ListAlertsRequest, ListAlertsResponse> ListAlerts =
        new(MethodType.Unary, Name, nameof(ListAlerts), Of(ListAlertsRequest.Parser), Of(ListAlertsResponse.Parser));

    private static readonly Method<GetFeedStatusRequest, FeedStatus> GetFeedStatus =
        new(MethodType.Unary, Name, nameof(GetFeedStatus), Of(GetFeedStatusRequest.Parser), Of(FeedStatus.Parser));

    /// <summary>What reflection shows.</summary>
    public static ServiceDescriptor Descriptor => Service.Descriptor;

    /// <summary>Called by the gRPC server at start; the implementation is null then.</summary>
    public static void BindService(ServiceBinderBase binder, ServiceShape? service)
    {
        binder.AddMethod(Watch, service is null ? null : service.Watch);
        binder.AddMethod(ListVehicles, service is null ? null : service.ListVehicles);
        binder.AddMethod(ListArrivals, service is null ? null : service.ListArrivals);
        binder.AddMethod(ListCrowding, service is null ? null : service.ListCrowding);
        binder.AddMethod(ListAlerts, service is null ? null : service.ListAlerts);
        binder.AddMethod(GetFeedStatus, service is null ? null : service.GetFeedStatus);
    }

    private static Marshaller<T> Of<T>(MessageParser<T> parser)
        where T : IMessage<T>, IBufferMessage =>
        new(
            static (message, context) =>
            {
                context.SetPayloadLength(message.CalculateSize());
                message.WriteTo(context.GetBufferWriter());
                context.Complete();
            },
            context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));

    /// <summary>The methods of the service; <see cref="TransitHubService"/> is it.</summary>
    [BindServiceMethod(typeof(TransitHubBinding), nameof(BindService))]
    internal abstract class ServiceShape
    {
        public abstract Task Watch(WatchRequest request, IServerStreamWriter<WatchFrame> stream, ServerCallContext context);

        public abstract Task<ListVehiclesResponse> ListVehicles(ListVehiclesRequest request, ServerCallContext context);

        public abstract Task<ListArrivalsResponse> ListArrivals(ListArrivalsRequest request, ServerCallContext context);

        public abstract Task<ListCrowdingResponse> ListCrowding(ListCrowdingRequest request, ServerCallContext context);

        public abstract Task<ListAlertsResponse> ListAlerts(ListAlertsRequest request, ServerCallContext context);

        public abstract Task<FeedStatus> GetFeedStatus(GetFeedStatusRequest request, ServerCallContext context);
    }
}
