const nothingToDo: string[] = [];

/** The signing device on this PC: what is wrong with it and what to do, words for every state. */
export const signingDevice = {
  pageTitle: 'Thiết bị ký',
  intro:
    'Trang này kiểm tra lần lượt từ trình duyệt đến chứng thư số, và chỉ ra chỗ cần sửa trước khi ký.',
  open: 'Kiểm tra thiết bị ký',
  checkAgain: 'Kiểm tra lại',
  connect: 'Kết nối thiết bị ký',
  pair: 'Ghép nối',
  /** One per state of the device: title, what it means, what to do in order. */
  conditions: {
    checking: { title: 'Đang tìm chương trình ký…', text: '', steps: nothingToDo },
    'not-installed': {
      title: 'Chưa thấy chương trình ký trên máy này.',
      text: 'Trình duyệt này chưa từng ghép nối với chương trình “Trạm Số Hóa – Cầu nối ký số” trên máy.',
      steps: [
        'Cài chương trình ký: xem trang Thiết bị ký, hoặc nhờ cán bộ công nghệ thông tin của cơ quan.',
        'Mở chương trình. Chương trình chạy nền và chỉ hiện cửa sổ khi cần bạn đồng ý.',
        'Quay lại trang này; trang tự tìm lại.',
      ],
    },
    'not-running': {
      title: 'Chương trình ký chưa chạy.',
      text: 'Trình duyệt này đã ghép nối với chương trình ký trên máy, nhưng chương trình không trả lời.',
      steps: [
        'Mở lại “Trạm Số Hóa – Cầu nối ký số”.',
        'Quay lại trang này; trang tự tìm lại. Không phải ghép nối lại.',
      ],
    },
    'insecure-page': {
      title: 'Trang này không mở bằng https.',
      text: 'Trình duyệt không cho trang http kết nối với chương trình trên máy, và không thể cấp quyền.',
      steps: [
        'Mở lại Trạm Số Hóa bằng địa chỉ bắt đầu bằng https://',
        'Nếu cơ quan chưa có địa chỉ https, báo quản trị hệ thống.',
      ],
    },
    'permission-prompt': {
      title: 'Trình duyệt chưa được phép kết nối với chương trình ký.',
      text: 'Trình duyệt sẽ hỏi quyền kết nối với ứng dụng trên thiết bị này.',
      steps: ['Bấm “Kết nối thiết bị ký”.', 'Chọn “Cho phép” khi trình duyệt hỏi.'],
    },
    'permission-denied': {
      title: 'Trình duyệt đang chặn trang này kết nối với chương trình ký.',
      text: 'Quyền kết nối với ứng dụng trên thiết bị đã bị từ chối cho địa chỉ này.',
      steps: [
        'Chrome: bấm biểu tượng bên trái thanh địa chỉ → Cài đặt trang web → Ứng dụng trên thiết bị → Cho phép.',
        'Edge: bấm ổ khóa bên trái thanh địa chỉ → Quyền cho trang web này → Ứng dụng trên thiết bị → Cho phép.',
        'Tải lại trang. Nếu không đổi được, máy do quản trị khóa: gửi quản trị phần “Cho quản trị” ở trang Thiết bị ký.',
      ],
    },
    'not-paired': {
      title: 'Trình duyệt này chưa ghép nối với chương trình ký.',
      text: 'Ghép nối một lần cho mỗi trình duyệt trên máy này, để trang lạ không ký thay bạn được.',
      steps: [
        'Bấm Ghép nối. Trang và cửa sổ của chương trình ký cùng hiện sáu chữ số.',
        'Chỉ chấp nhận khi hai bên giống nhau.',
      ],
    },
    'foreign-program': {
      title: 'Chương trình trả lời ở cổng ký không phải chương trình đã ghép nối.',
      text: 'Trang không gửi gì cho chương trình này. Thường gặp khi chương trình ký vừa được cài lại, hoặc có chương trình khác chiếm cổng.',
      steps: [
        'Nếu vừa cài lại chương trình ký: bấm “Quên chương trình cũ” rồi ghép nối lại.',
        'Nếu không cài gì mới: đừng ghép nối, báo quản trị.',
      ],
    },
    'origin-refused': {
      title: 'Chương trình ký không nhận yêu cầu từ trang này.',
      text: 'Địa chỉ của trang không có trong danh sách cho phép của chương trình ký (BRIDGE_ORIGINS).',
      steps: [
        'Mở trang bằng đúng địa chỉ của cơ quan.',
        'Nếu đã đúng, đề nghị quản trị thêm địa chỉ này vào danh sách của chương trình ký.',
      ],
    },
    'no-token': {
      title: 'Chưa thấy token nào.',
      text: 'Chương trình ký đang chạy nhưng không thấy token hay chứng thư số.',
      steps: [
        'Cắm USB token, chờ đèn sáng; trang tự nhận, không phải tải lại.',
        'Vẫn không thấy: cài phần mềm của đơn vị cấp token rồi mở trang Thiết bị ký.',
      ],
    },
    'no-certificate': {
      title: 'Token không có chứng thư số nào dùng để ký.',
      text: 'Token đã cắm, nhưng chương trình ký không đọc được chứng thư ký văn bản trên đó.',
      steps: [
        'Kiểm tra đã cắm đúng token của mình.',
        'Mở phần mềm của đơn vị cấp token xem chứng thư còn trên token không; nếu không, liên hệ đơn vị cấp.',
      ],
    },
    failed: { title: 'Chưa kết nối được chương trình ký.', text: '', steps: nothingToDo },
    ready: { title: 'Đã kết nối', text: '', steps: nothingToDo },
  },
  forget: 'Quên chương trình cũ',
  token: {
    title: 'Chứng thư ký',
    holder: 'Người ký',
    organization: 'Đơn vị',
    issuer: 'Đơn vị cấp',
    validUntil: 'Hạn dùng',
    device: 'Thiết bị',
    driver: 'Trình điều khiển',
    source: 'Nguồn ký',
    pin: 'Mã PIN',
    revocation: 'Thu hồi',
    expiresIn: (days: number) => (days === 0 ? 'hết hạn trong hôm nay' : `còn ${days} ngày`),
    expired: 'đã hết hạn',
    sources: {
      pkcs11: 'USB token',
      pkcs12: 'Tệp chứng thư thử nghiệm',
      vgca: 'VGCA Sign Service (chưa kiểm thử với VGCA thật)',
      csc: 'Ký số từ xa',
    },
    pinStates: {
      ok: 'Bình thường',
      low: 'Đã nhập sai, còn ít lần thử',
      final: 'Chỉ còn 1 lần thử, nhập sai sẽ khóa token',
      locked: 'Token đã bị khóa, liên hệ đơn vị cấp để mở',
      unknown: 'Chương trình ký không cho biết',
    },
    pinEachTime: 'Hỏi cho từng chữ ký',
    pinPad: 'Nhập trên thiết bị',
    pinElsewhere: {
      vgca: 'VGCA Sign Service hỏi trong cửa sổ riêng',
      csc: 'Xác nhận trên ứng dụng của dịch vụ; trang này không bao giờ hỏi mã PIN',
    },
    statuses: {
      checking: 'Đang kiểm tra…',
      good: (source: string, time: string) => `Chưa bị thu hồi (${source}, ${time})`,
      revoked: (date: string) => `ĐÃ BỊ THU HỒI ngày ${date}`,
      unknown: 'Chưa kiểm tra được',
    },
    statusSources: { ocsp: 'OCSP', crl: 'CRL' },
  },
  vgca: {
    running: 'VGCA Sign Service đang chạy trên máy này',
    untested:
      'Bấm để đọc chứng thư; VGCA có thể hiện cửa sổ và hỏi mã PIN. Nguồn ký này chưa được kiểm thử với VGCA thật.',
    documentsOnly:
      'Phiên bản VGCA này chỉ ký từng tệp: với mỗi văn bản, VGCA mở một cửa sổ để bạn đặt chữ ký. Chưa được kiểm thử với VGCA thật.',
    readCertificate: 'Đọc chứng thư từ VGCA',
    asking: 'Chờ bạn trả lời trong cửa sổ của VGCA Sign Service…',
  },
  question: {
    title: 'Không tra cứu được thu hồi',
    text: (subject: string) =>
      `Không hỏi được OCSP và không tải được danh sách thu hồi (CRL) cho chứng thư “${subject}”. Nếu chứng thư đã bị thu hồi thì chữ ký không có giá trị.`,
    law: 'Thông tư 15/2025/TT-BKHCN, Phụ lục II: phần mềm ký phải cảnh báo, người ký quyết định. Quyết định của bạn được ghi cùng chữ ký.',
    signAnyway: 'Vẫn ký',
    later: 'Để sau',
  },
  diagnosis: {
    title: 'Kiểm tra từng bước',
    steps: {
      browser: 'Trình duyệt',
      permission: 'Quyền kết nối',
      program: 'Chương trình ký',
      pairing: 'Ghép nối',
      drivers: 'Trình điều khiển',
      token: 'Token',
      certificate: 'Chứng thư số',
    },
    outcomes: {
      passed: 'Đạt',
      warned: 'Lưu ý',
      failed: 'Cần sửa',
      waiting: 'Chưa kiểm tra',
    },
    findings: {
      'browser-fit': 'Trang mở bằng kết nối an toàn; trình duyệt dùng được.',
      'browser-insecure': 'Trang mở bằng http: trình duyệt không cho kết nối với chương trình ký.',
      'permission-granted': 'Trình duyệt đã cho phép.',
      'permission-not-needed': 'Trình duyệt không đòi quyền cho trang này.',
      'permission-prompt': 'Trình duyệt chưa hỏi bạn. Bấm “Kết nối thiết bị ký”.',
      'permission-denied': 'Trình duyệt đang chặn. Xem cách mở ở bên phải.',
      'program-running': 'Đang chạy.',
      'program-without-dialog':
        'Đang chạy, nhưng máy không có chỗ hỏi mã PIN. Cài pinentry hoặc zenity, hoặc chạy trong cửa sổ dòng lệnh.',
      'not-installed': 'Không trả lời; trình duyệt này chưa từng ghép nối. Có thể chưa cài.',
      'not-running': 'Đã từng ghép nối nhưng bây giờ không trả lời. Mở lại chương trình.',
      'foreign-program': 'Trả lời ở cổng ký không phải chương trình đã ghép nối.',
      'origin-refused': 'Không nhận yêu cầu từ địa chỉ của trang này.',
      failed: 'Chương trình ký trả lời lỗi. Kiểm tra lại, hoặc mở lại chương trình.',
      paired: 'Trình duyệt này đã ghép nối.',
      'not-paired': 'Chưa ghép nối. Bấm Ghép nối và so sáu chữ số.',
      'drivers-answer': 'Trả lời bình thường.',
      'some-drivers-fail': 'Có trình điều khiển không trả lời; các trình khác vẫn dùng được.',
      'drivers-fail': 'Không trả lời. Cài lại phần mềm của đơn vị cấp token (bản 64-bit).',
      'no-driver':
        'Không thấy trình điều khiển nào. Cài phần mềm của đơn vị cấp token, rồi mở lại chương trình ký.',
      'token-present': 'Đã cắm.',
      'pin-low': 'Đã cắm. Đã có lần nhập sai mã PIN.',
      'pin-final': 'Đã cắm. CHỈ CÒN 1 LẦN THỬ mã PIN.',
      'pin-locked': 'Token đã bị khóa vì nhập sai mã PIN. Liên hệ đơn vị cấp để mở khóa.',
      'no-token': 'Chưa cắm token nào.',
      'certificate-good': 'Còn hạn, chưa bị thu hồi.',
      'certificate-unchecked':
        'Còn hạn, nhưng chưa kiểm tra được có bị thu hồi không. Khi ký, trang sẽ hỏi bạn.',
      'certificate-expires-soon': 'Sắp hết hạn. Xin gia hạn trước ngày hết hạn.',
      'certificate-expired': 'Đã hết hạn: không ký được. Xin cấp chứng thư mới.',
      'certificate-revoked': 'Đã bị thu hồi: không ký được. Liên hệ đơn vị cấp.',
      'demo-only': 'Chỉ có chứng thư DEMO, không có giá trị pháp lý.',
      'no-certificate': 'Không có chứng thư số nào dùng để ký.',
      waiting: 'Sửa bước ở trên trước.',
    },
    version: (version: string) => `Phiên bản ${version}`,
    pairedAs: (name: string, date: string) => `Đã ghép nối cho ${name}, từ ngày ${date}`,
    allWell: 'Sẵn sàng ký.',
  },
  install: {
    title: 'Cài chương trình ký',
    linux:
      'Linux: chép tệp tram-so-hoa-bridge vào máy, so SHA-256 với tệp .sha256 đi kèm, rồi chạy. Chạy một lần với --install-autostart để chương trình tự chạy khi đăng nhập.',
    windows:
      'Windows (chưa kiểm chứng): chép thư mục chương trình vào máy, chạy install-autostart.ps1 với địa chỉ của trang này. Không cài thành dịch vụ Windows: dịch vụ không thấy token.',
    source: 'Chạy từ mã nguồn: npm run bridge.',
    doctor: 'Khi cần báo lỗi, chạy chương trình với --doctor và gửi kết quả cho quản trị.',
    command: 'Lệnh cài tự chạy',
  },
  policy: {
    title: 'Cho quản trị',
    text: 'Chính sách LoopbackNetworkAllowedForUrls cho phép trang này kết nối với chương trình ký mà không hỏi từng người. Cần Chrome 145 hoặc Edge 146 trở lên, và trang mở bằng https.',
    chromeWindows: 'Chrome trên Windows (tệp .reg)',
    edgeWindows: 'Edge trên Windows (tệp .reg)',
    linux: 'Chrome trên Linux (/etc/opt/chrome/policies/managed/tram-so-hoa.json)',
    copy: (what: string) => `Sao chép: ${what}`,
    copied: 'Đã sao chép.',
  },
  log: {
    title: 'Nhật ký trên máy này, 30 ngày qua',
    text: 'Chương trình ký tự ghi trên máy, chỉ gồm việc của địa chỉ này. Không có mã PIN.',
    empty: 'Chưa có việc nào.',
    hasMore: 'Còn nhiều mục hơn; xem trong tệp nhật ký của chương trình ký.',
    at: 'Lúc',
    event: 'Việc',
    detail: 'Chi tiết',
    events: {
      paired: 'Ghép nối',
      unpaired: 'Bỏ ghép nối',
      'pairing-refused': 'Từ chối ghép nối',
      'batch-accepted': 'Nhận danh sách ký',
      'batch-refused': 'Từ chối danh sách ký',
      signed: 'Ký',
      failed: 'Không ký được',
      'batch-ended': 'Kết thúc lô ký',
    },
    count: (count: number) => `${count} tài liệu`,
    ended: (signed: number, total: number) => `Ký được ${signed}/${total}`,
  },
  unpair: {
    title: 'Bỏ ghép nối',
    text: 'Trình duyệt này sẽ không ký được nữa cho đến khi ghép nối lại.',
    button: 'Bỏ ghép nối trình duyệt này',
    confirm: 'Bỏ ghép nối',
  },
};
