import type { ErrorCode } from '#lib/domain/app-error.ts';

/** What a person reads: what happened, then what to do. Details are those of the AppError. */
export type ErrorText = { message: string; remedy: string };

export const errors = {
  NOT_SIGNED_IN: {
    message: 'Phiên làm việc đã hết.',
    remedy: 'Đăng nhập lại; dữ liệu trên máy này vẫn còn nguyên.',
  },
  WRONG_CREDENTIALS: {
    message: 'Tên đăng nhập hoặc mật khẩu không đúng.',
    remedy: 'Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại.',
  },
  ACCOUNT_LOCKED: {
    message: 'Tài khoản đã bị khóa.',
    remedy: 'Liên hệ quản trị đơn vị để mở khóa.',
  },
  NO_PERMISSION: {
    message: 'Bạn không có quyền làm việc này.',
    remedy: 'Đăng nhập bằng tài khoản có quyền hoặc đề nghị quản trị cấp quyền.',
  },
  TOO_MANY_REQUESTS: { message: 'Đã thử quá nhiều lần.', remedy: 'Chờ một phút rồi thử lại.' },
  NOT_FOUND: {
    message: 'Không tìm thấy, hoặc nằm ngoài phạm vi đơn vị của bạn.',
    remedy: 'Kiểm tra lại đường dẫn hoặc tìm trong kho.',
  },
  INVALID_INPUT: {
    message: 'Dữ liệu gửi lên không hợp lệ.',
    remedy: 'Kiểm tra các ô được đánh dấu rồi gửi lại.',
  },
  FILE_EMPTY: { message: 'Tệp rỗng (0 byte).', remedy: 'Quét hoặc chép lại tệp này.' },
  FILE_TRUNCATED: {
    message: 'Tệp bị cắt cụt, không đọc được hết.',
    remedy: 'Chép lại tệp từ máy quét hoặc quét lại.',
  },
  FILE_NOT_AN_IMAGE: {
    message: 'Nội dung tệp không phải là ảnh hoặc PDF.',
    remedy: 'Chỉ nhận ảnh JPEG, PNG, TIFF hoặc tệp PDF.',
  },
  FILE_TYPE_UNSUPPORTED: {
    message: 'Loại tệp này chưa được hỗ trợ.',
    remedy: 'Lưu lại thành JPEG, PNG, TIFF hoặc PDF rồi đưa vào.',
  },
  FILE_TOO_LARGE: {
    message: 'Tệp quá lớn.',
    remedy: 'Chia nhỏ tệp hoặc quét ở độ phân giải 300 dpi.',
  },
  IMAGE_TOO_LARGE: {
    message: 'Ảnh có quá nhiều điểm ảnh.',
    remedy: 'Quét lại trang này ở 300 dpi.',
  },
  PDF_ENCRYPTED: {
    message: 'PDF được đặt mật khẩu.',
    remedy: 'Mở bằng phần mềm đọc PDF, bỏ mật khẩu, lưu lại rồi đưa vào.',
  },
  PDF_BROKEN: {
    message: 'PDF bị hỏng, không đọc được.',
    remedy: 'Quét lại, hoặc in ra PDF mới rồi đưa vào.',
  },
  PDF_TOO_MANY_PAGES: {
    message: 'PDF có quá nhiều trang.',
    remedy: 'Tách thành các tệp không quá 500 trang.',
  },
  STORAGE_FULL: {
    message: 'Bộ nhớ của trình duyệt trên máy này đã đầy.',
    remedy:
      'Gửi các lô đã ký lên kho hoặc xóa bớt tệp trên ổ đĩa, rồi đưa tệp vào tiếp. Những trang đã nhập vẫn còn nguyên.',
  },
  BATCH_OPEN_ELSEWHERE: {
    message: 'Lô này đang mở ở một thẻ khác.',
    remedy: 'Làm tiếp ở thẻ kia; đóng thẻ kia thì lô tự mở ở đây.',
  },
  PAGE_DATA_LOST: {
    message: 'Không đọc được dữ liệu của trang trên máy này.',
    remedy: 'Thay trang này bằng bản quét khác.',
  },
  FILE_NOT_IMPORTED: {
    message: 'Trang đóng lại trước khi nhập xong tệp này.',
    remedy: 'Kéo tệp vào lô một lần nữa; những tệp đã nhập vẫn còn nguyên.',
  },
  FILE_UNREADABLE: {
    message: 'Không đọc được tệp từ ổ đĩa.',
    remedy: 'Kiểm tra ổ đĩa, ổ mạng hoặc thẻ nhớ còn kết nối, rồi đưa tệp vào lại.',
  },
  SCANNER_UNREACHABLE: {
    message: 'Không liên lạc được với máy quét.',
    remedy:
      'Kiểm tra máy quét đã bật, cắm cáp hoặc cùng mạng với máy này, rồi thử lại; có thể gõ lại địa chỉ của máy quét.',
  },
  SCANNER_BUSY: {
    message: 'Máy quét đang bận.',
    remedy: 'Chờ lượt quét đang chạy xong, hoặc dừng lượt đó, rồi quét lại.',
  },
  SCANNER_SETTINGS_UNSUPPORTED: {
    message: 'Máy quét không có chế độ quét này.',
    remedy: 'Chọn nguồn giấy, màu hoặc độ phân giải khác.',
  },
  SCANNER_FEEDER_EMPTY: {
    message: 'Khay nạp giấy trống.',
    remedy: 'Đặt giấy vào khay nạp rồi bấm Quét tiếp.',
  },
  SCANNER_JAMMED: {
    message: 'Máy quét bị kẹt giấy.',
    remedy:
      'Lấy giấy kẹt ra, đặt lại các tờ chưa quét vào khay nạp rồi bấm Quét tiếp. Các trang đã quét vẫn còn.',
  },
  SCANNER_COVER_OPEN: {
    message: 'Nắp máy quét đang mở.',
    remedy: 'Đóng nắp máy quét rồi bấm Quét tiếp.',
  },
  SCANNER_TRANSFER_BROKEN: {
    message: 'Trang quét truyền về máy bị hỏng nhiều lần.',
    remedy:
      'Đặt lại tờ đang quét dở và các tờ sau vào khay nạp rồi bấm Quét tiếp. Các trang trước vẫn còn.',
  },
  SCANNER_FAILED: {
    message: 'Máy quét báo lỗi.',
    remedy: 'Tắt và bật lại máy quét rồi bấm Quét tiếp. Các trang đã quét vẫn còn.',
  },
  SCANNER_DRIVER_MISSING: {
    message: 'Máy này chưa tìm được máy quét theo cách này.',
    remedy: 'Gõ địa chỉ của máy quét, hoặc nhờ người quản trị cài phần mềm máy quét.',
  },
  SCAN_FOLDER_UNREADABLE: {
    message: 'Không đọc được thư mục quét.',
    remedy: 'Kiểm tra thư mục còn tồn tại và máy này có quyền đọc, rồi chọn lại.',
  },
  SCAN_INTERRUPTED: {
    message: 'Lượt quét bị ngắt giữa chừng.',
    remedy: 'Các trang đã quét vẫn còn. Đặt các tờ chưa quét vào khay nạp rồi bấm Quét tiếp.',
  },
  SCAN_DISK_FULL: {
    message: 'Ổ đĩa của máy này đã đầy, không ghi được trang quét.',
    remedy: 'Xóa bớt tệp trên máy rồi bấm Quét tiếp. Các trang đã quét vẫn còn.',
  },
  OCR_ENGINE_FAILED: {
    message: 'Không nhận dạng được trang này.',
    remedy: 'Bấm Nhận dạng lại; nếu vẫn lỗi, gõ thông tin bằng tay.',
  },
  METADATA_INCOMPLETE: {
    message: 'Còn thiếu thông tin bắt buộc.',
    remedy: 'Điền các ô được đánh dấu.',
  },
  DUPLICATE_DOCUMENT: {
    message: 'Kết quả này đã có trong kho.',
    remedy: 'Bỏ tài liệu này khỏi lô, hoặc ghi lý do nếu vẫn cần gửi.',
  },
  INVENTORY_ITEM_TAKEN: {
    message: 'Kết quả cần số hóa này vừa được người khác số hóa.',
    remedy: 'Chọn kết quả khác hoặc bỏ liên kết.',
  },
  PAGE_COUNT_MISMATCH: {
    message: 'Số trang của tệp nhận được khác số trang đã khai.',
    remedy: 'Ký và gửi lại tài liệu này.',
  },
  CONTENT_MISMATCH: {
    message: 'Tệp nhận được khác tệp đã gửi (mã băm không khớp).',
    remedy: 'Gửi lại; bản trên máy này vẫn còn nguyên.',
  },
  CONTENT_NOT_RECEIVED: {
    message: 'Máy chủ chưa nhận đủ tệp.',
    remedy: 'Gửi tiếp; phần đã gửi không phải gửi lại.',
  },
  NOT_A_PDF: { message: 'Tệp nhận được không phải PDF.', remedy: 'Ký và gửi lại tài liệu này.' },
  SIGNATURE_MISSING: { message: 'Tài liệu chưa có chữ ký số.', remedy: 'Ký tài liệu rồi gửi lại.' },
  SIGNATURE_BROKEN: {
    message: 'Chữ ký số không còn nguyên vẹn.',
    remedy: 'Ký lại từ bản gốc; không sửa tệp sau khi ký.',
  },
  SIGNATURE_UNTRUSTED: {
    message: 'Chứng thư số không thuộc tổ chức chứng thực được tin cậy.',
    remedy:
      'Dùng chứng thư do Ban Cơ yếu Chính phủ cấp, hoặc đề nghị quản trị khai báo tổ chức chứng thực.',
  },
  DOCUMENT_STATE_CONFLICT: {
    message: 'Tài liệu đang ở trạng thái khác.',
    remedy: 'Tải lại trang để xem trạng thái mới nhất.',
  },
  BRIDGE_NOT_RUNNING: {
    message: 'Chưa thấy chương trình ký trên máy này.',
    remedy:
      'Mở chương trình “Trạm Số Hóa – Cầu nối ký số”, hoặc chạy npm run bridge, rồi bấm Thử lại.',
  },
  BRIDGE_PERMISSION_DENIED: {
    message: 'Trình duyệt đang chặn trang này kết nối với chương trình ký.',
    remedy:
      'Bấm biểu tượng bên trái thanh địa chỉ, cho phép “Ứng dụng trên thiết bị này”, rồi bấm Thử lại.',
  },
  BRIDGE_NOT_PAIRED: {
    message: 'Trình duyệt này chưa ghép nối với chương trình ký.',
    remedy: 'Bấm Ghép nối và so sáu chữ số ở hai bên.',
  },
  BRIDGE_PAIRING_REFUSED: {
    message: 'Việc ghép nối đã bị từ chối.',
    remedy: 'Bấm Ghép nối lại và chấp nhận khi sáu chữ số giống nhau.',
  },
  BRIDGE_UNTRUSTED: {
    message: 'Chương trình trả lời ở cổng ký không phải chương trình đã ghép nối.',
    remedy: 'Tắt chương trình lạ hoặc ghép nối lại; báo quản trị nếu bạn không cài gì mới.',
  },
  BRIDGE_BAD_HOST: {
    message: 'Chương trình ký từ chối địa chỉ gọi đến.',
    remedy: 'Mở trang bằng đúng địa chỉ của cơ quan.',
  },
  BRIDGE_BAD_ORIGIN: {
    message: 'Chương trình ký không nhận yêu cầu từ trang này.',
    remedy: 'Đề nghị quản trị thêm địa chỉ trang vào danh sách cho phép của chương trình ký.',
  },
  BRIDGE_BAD_REQUEST: {
    message: 'Chương trình ký không hiểu yêu cầu.',
    remedy: 'Cập nhật chương trình ký và tải lại trang.',
  },
  BRIDGE_BUSY: {
    message: 'Chương trình ký đang ký một lô khác.',
    remedy: 'Chờ lô kia xong hoặc hủy nó, rồi ký tiếp.',
  },
  BRIDGE_NO_DIALOG: {
    message: 'Máy này không có chỗ để hỏi mã PIN.',
    remedy: 'Chạy chương trình ký trong cửa sổ dòng lệnh hoặc trên máy có màn hình.',
  },
  MANIFEST_INVALID: {
    message: 'Danh sách ký không hợp lệ hoặc đã hết hạn.',
    remedy: 'Bấm Ký lại để lập danh sách mới.',
  },
  USER_CANCELLED: {
    message: 'Bạn đã hủy.',
    remedy: 'Bấm Ký khi sẵn sàng; những văn bản đã ký vẫn giữ nguyên.',
  },
  CONSENT_EXPIRED: {
    message: 'Đã quá 10 phút kể từ khi nhập mã PIN.',
    remedy: 'Bấm Ký tiếp và nhập lại mã PIN; những văn bản đã ký vẫn giữ nguyên.',
  },
  NO_TOKEN: {
    message: 'Chưa thấy thiết bị ký số (USB token).',
    remedy: 'Cắm token vào máy rồi bấm Thử lại.',
  },
  NO_CERTIFICATE: {
    message: 'Không có chứng thư số dùng để ký.',
    remedy: 'Kiểm tra token, hoặc chọn nguồn ký khác.',
  },
  CERTIFICATE_MISMATCH: {
    message: 'Chứng thư trên thiết bị khác chứng thư đã chọn.',
    remedy: 'Cắm đúng token hoặc chọn lại chứng thư.',
  },
  CERTIFICATE_EXPIRED: {
    message: 'Chứng thư số đã hết hạn.',
    remedy: 'Gia hạn chứng thư hoặc chọn chứng thư còn hạn.',
  },
  CERTIFICATE_NOT_YET_VALID: {
    message: 'Chứng thư số chưa đến ngày có hiệu lực.',
    remedy: 'Kiểm tra đồng hồ của máy, hoặc chọn chứng thư khác.',
  },
  CERTIFICATE_NOT_FOR_SIGNING: {
    message: 'Chứng thư này không dùng để ký văn bản.',
    remedy: 'Chọn chứng thư có mục đích chữ ký số.',
  },
  PIN_INCORRECT: {
    message: 'Sai mã PIN.',
    remedy: 'Thử lại cẩn thận: token thường khóa sau 3 lần sai.',
  },
  PIN_FINAL_TRY: {
    message: 'Chỉ còn 1 lần thử mã PIN.',
    remedy: 'Dừng lại nếu không chắc: nhập sai sẽ khóa token.',
  },
  PIN_LOCKED: { message: 'Token đã bị khóa.', remedy: 'Liên hệ đơn vị cấp để mở khóa.' },
  PIN_LENGTH: {
    message: 'Mã PIN có độ dài không đúng.',
    remedy: 'Nhập lại đúng số ký tự của token.',
  },
  TOKEN_REMOVED: {
    message: 'Token đã bị rút khi đang ký.',
    remedy: 'Cắm lại token và bấm Ký tiếp; những văn bản đã ký vẫn giữ nguyên.',
  },
  TOKEN_BUSY: {
    message: 'Token đang được chương trình khác dùng.',
    remedy: 'Đóng chương trình kia rồi thử lại.',
  },
  MODULE_FAILED: {
    message: 'Trình điều khiển token không phản hồi.',
    remedy: 'Đã khởi động lại trình điều khiển; bấm Ký tiếp.',
  },
  MODULE_WRONG_ARCHITECTURE: {
    message: 'Trình điều khiển token không cùng loại với máy này (ví dụ bản 32-bit).',
    remedy: 'Cài bản 64-bit của trình điều khiển do đơn vị cấp token cung cấp, rồi thử lại.',
  },
  SIGNATURE_NOT_VERIFIED: {
    message: 'Chữ ký do thiết bị trả về không khớp với chứng thư.',
    remedy: 'Ký lại; nếu vẫn lỗi, đổi token và báo đơn vị cấp.',
  },
  PDF_CANNOT_BE_SIGNED: {
    message: 'Không thể thêm chữ ký vào PDF này mà không sửa nội dung.',
    remedy: 'In ra PDF mới hoặc quét lại rồi ký.',
  },
  PDF_SUSPICIOUS_CONTENT: {
    message: 'PDF này có nội dung ẩn hoặc có thể bị tráo sau khi ký.',
    remedy:
      'Mở phần cảnh báo để xem chỗ đáng ngờ; yêu cầu bên gửi cấp lại, hoặc in và quét lại rồi ký.',
  },
  CERTIFICATE_REVOKED: {
    message: 'Chứng thư số đã bị thu hồi hoặc tạm dừng.',
    remedy: 'Không ký bằng chứng thư này; liên hệ cơ quan cấp chứng thư số.',
  },
  REVOCATION_UNREACHABLE: {
    message:
      'Không kiểm tra được tình trạng thu hồi của chứng thư số (CRL và OCSP đều không trả lời).',
    remedy: 'Thử lại sau ít phút, hoặc tự quyết định ký nếu biết chắc chứng thư còn hiệu lực.',
  },
  TSA_UNREACHABLE: {
    message: 'Dịch vụ cấp dấu thời gian không trả lời.',
    remedy: 'Thử lại sau; chữ ký đã có vẫn được giữ và có thể nâng mức sau.',
  },
  TIMESTAMP_INVALID: {
    message: 'Dấu thời gian nhận được không đúng hoặc không đáng tin.',
    remedy: 'Báo quản trị kiểm tra cấu hình dịch vụ dấu thời gian và chứng thư gốc.',
  },
  VALIDATION_DATA_MISSING: {
    message: 'Chưa thu thập đủ dữ liệu để nâng mức chữ ký.',
    remedy: 'Kiểm tra kết nối tới CRL/OCSP của cơ quan cấp chứng thư rồi thử lại.',
  },
  IMAGE_NOT_TRANSPARENT: {
    message: 'Ảnh chữ ký hoặc con dấu phải là PNG nền trong suốt.',
    remedy: 'Xuất lại ảnh PNG có nền trong suốt (chữ ký màu xanh, dấu màu đỏ) rồi tải lên.',
  },
  SIGNING_IMAGE_MISSING: {
    message: 'Chưa có ảnh chữ ký hoặc ảnh con dấu mà mẫu ký cần.',
    remedy: 'Quản trị mở “Mẫu ký” và tải ảnh PNG nền trong suốt lên.',
  },
  SIGNING_PROFILE_MISSING: {
    message: 'Đơn vị chưa có mẫu ký phù hợp.',
    remedy: 'Quản trị mở “Mẫu ký” và tạo mẫu cho việc này.',
  },
  SIGNER_NOT_ALLOWED: {
    message: 'Chứng thư này không phải của người hoặc cơ quan được ký theo mẫu ký.',
    remedy: 'Chọn chứng thư của cơ quan khi sao y, đóng dấu; chứng thư cá nhân khi ký duyệt.',
  },
  DOCUMENT_CHANGED_MEANWHILE: {
    message: 'Tài liệu vừa có thêm chữ ký hoặc dữ liệu mới từ người khác.',
    remedy: 'Tải lại tài liệu rồi ký lại; chưa có gì bị ghi đè.',
  },
  VGCA_NOT_RUNNING: {
    message: 'Không thấy VGCA Sign Service trên máy này.',
    remedy:
      'Mở VGCA Sign Service (biểu tượng ở khay hệ thống) rồi thử lại, hoặc chọn nguồn ký khác.',
  },
  VGCA_FAILED: {
    message: 'VGCA Sign Service không ký được.',
    remedy: 'Xem thông báo của VGCA, kiểm tra token đã cắm, rồi thử lại.',
  },
  REMOTE_SIGNING_FAILED: {
    message: 'Dịch vụ ký số từ xa không hoàn tất.',
    remedy: 'Mở ứng dụng ký trên điện thoại để xác nhận, hoặc thử lại sau.',
  },
  SERVER_UNREACHABLE: {
    message: 'Không kết nối được máy chủ.',
    remedy: 'Kiểm tra mạng. Việc đang làm vẫn được giữ trên máy này và sẽ tự gửi tiếp.',
  },
  SERVER_STORAGE_FULL: {
    message: 'Ổ đĩa của máy chủ đã đầy.',
    remedy: 'Báo quản trị; tài liệu vẫn còn trên máy này và sẽ gửi lại sau.',
  },
  SERVER_FAILED: {
    message: 'Máy chủ gặp lỗi.',
    remedy: 'Thử lại; nếu vẫn lỗi, báo quản trị mã sự cố.',
  },
  UPLOAD_INTERRUPTED: {
    message: 'Việc gửi bị gián đoạn.',
    remedy: 'Sẽ tự gửi tiếp từ chỗ dừng khi có mạng.',
  },
} satisfies Record<ErrorCode, ErrorText>;
